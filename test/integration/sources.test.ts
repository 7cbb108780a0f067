import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SendActions } from '../../src/ui/send/codeActions';
import { diagnosticsAtCursor } from '../../src/ui/send/diagnostics';
import { cellParcel, chosenCell, outputText } from '../../src/ui/send/notebook';
import { selectionParcel } from '../../src/ui/send/selection';
import { terminalParcel, terminalSelectionParcel } from '../../src/ui/send/terminal';
import { open, pressEnter, refused, write } from './sourceSupport';
import { Bench, workspaceFile, type Observer } from './support';

const { executeCommand } = vscode.commands;
const FILE = 'src/rateLimiter.ts';

interface Sent {
  path?: string;
  ranges: { startLine: number; endLine: number; code: string }[];
  diagnostics?: { severity: string; message: string; code?: string; source?: string; startLine: number }[];
}

describe('sources', () => {
  let bench: Bench;
  let observer: Observer;

  before(async () => {
    bench = await Bench.open();
    observer = await bench.enter('room');
  });
  after(() => bench.close('room'));
  afterEach(() => executeCommand('workbench.action.closeAllEditors'));

  describe('diagnostics', () => {
    let collection: vscode.DiagnosticCollection;
    before(() => (collection = vscode.languages.createDiagnosticCollection('made up')));
    after(() => collection.dispose());

    const diagnose = (...lines: number[]) => {
      const made = lines.map(line => {
        const range = new vscode.Range(line - 1, 0, line - 1, 3);
        const diagnostic = new vscode.Diagnostic(range, `Line ${line} is odd.`, vscode.DiagnosticSeverity.Warning);
        diagnostic.source = 'made-up';
        diagnostic.code = { value: 4711, target: vscode.Uri.parse('https://example.com') };
        return diagnostic;
      });
      collection.set(workspaceFile(FILE), made);
    };

    it('at the cursor arrive with their code and the lines around', async () => {
      diagnose(10, 12, 20);
      const editor = await open(FILE);
      editor.selections = [new vscode.Selection(9, 1, 9, 1), new vscode.Selection(11, 0, 11, 2)];
      await executeCommand('liveChannels.sendDiagnostics', { channel: 'room', text: 'what is this?' });
      const sent = (await observer.hears({ comment: 'what is this?' })) as unknown as Sent;
      assert.deepEqual(
        sent.diagnostics?.map(({ severity, message, source, code, startLine }) => [
          severity,
          message,
          source,
          code,
          startLine,
        ]),
        [
          ['warning', 'Line 10 is odd.', 'made-up', '4711', 10],
          ['warning', 'Line 12 is odd.', 'made-up', '4711', 12],
        ],
      );
      assert.deepEqual(
        sent.ranges.map(({ startLine, endLine }) => [startLine, endLine]),
        [[8, 14]],
      );
      assert.equal(sent.ranges[0]?.code, editor.document.getText(new vscode.Range(7, 0, 13, 1_000)));
    });

    it('of the file are offered where the cursor is on none', async () => {
      diagnose(3, 20);
      const editor = await open(FILE);
      editor.selection = new vscode.Selection(13, 0, 13, 0);
      const [draft] = (await pressEnter(diagnosticsAtCursor()))?.drafts('') ?? [];
      assert.ok(draft?.type === 'snippet');
      assert.deepEqual(
        draft.diagnostics?.map(({ startLine }) => startLine),
        [3, 20],
      );
      assert.deepEqual(
        draft.ranges.map(({ startLine, endLine }) => [startLine, endLine]),
        [
          [1, 5],
          [18, 22],
        ],
      );
    });

    it('are none, or there is no editor: one sentence', async () => {
      await assert.rejects(diagnosticsAtCursor(), refused(/^No editor is open/));
      collection.clear();
      await open('tools/access.log');
      await assert.rejects(diagnosticsAtCursor(), refused(/^There are no diagnostics in tools\/access\.log\.$/));
    });
  });

  describe('a terminal’s selection', () => {
    let terminal: vscode.Terminal | undefined;
    afterEach(() => terminal?.dispose());

    /** A terminal that prints a text and nothing else. */
    async function show(text: string): Promise<void> {
      const output = new vscode.EventEmitter<string>();
      const opened = new Promise<void>(resolve => {
        const pty = { onDidWrite: output.event, open: () => resolve(), close: () => undefined };
        terminal = vscode.window.createTerminal({ name: 'made up', pty });
      });
      terminal?.show();
      await opened;
      output.fire(text);
    }

    it('arrives as text, and the clipboard is as it was', async () => {
      await vscode.env.clipboard.writeText('mine');
      await show('\u001b[31mred\u001b[0m line   \r\nsecond line\r\n');
      // What is written is shown in its own time; an empty terminal has nothing to select.
      let code = '';
      while (code === '') {
        await executeCommand('workbench.action.terminal.selectAll');
        const parcel = await terminalSelectionParcel().catch(() => undefined);
        const [draft] = parcel?.drafts('') ?? [];
        if (draft?.type === 'snippet' && draft.terminal) code = draft.ranges[0]?.code ?? '';
      }
      assert.equal(code, 'red line\nsecond line');
      await executeCommand('liveChannels.sendTerminalSelection', { channel: 'room', text: 'see what it says' });
      const sent = await observer.hears({ comment: 'see what it says' });
      assert.equal(sent['terminal'], true);
      assert.equal(await vscode.env.clipboard.readText(), 'mine');
    });

    it('is none, or there is no terminal: one sentence', async () => {
      assert.equal(vscode.window.activeTerminal, undefined);
      await assert.rejects(terminalSelectionParcel(), refused(/^No terminal is open/));
      await show('text\r\n');
      await vscode.env.clipboard.writeText('mine');
      await executeCommand('workbench.action.terminal.clearSelection');
      await assert.rejects(terminalSelectionParcel(), refused(/^Nothing is selected in the terminal/));
      assert.equal(await vscode.env.clipboard.readText(), 'mine');
      assert.throws(() => terminalParcel('\u001b[0m \r\n'), refused(/^Nothing is selected in the terminal/));
    });
  });

  describe('a notebook’s cell', () => {
    const cells = [
      { cell_type: 'markdown', metadata: {}, source: ['# Title'] },
      {
        cell_type: 'code',
        metadata: {},
        execution_count: 1,
        source: ['print("hi")\n', '1 + 1'],
        outputs: [
          { output_type: 'stream', name: 'stdout', text: ['\u001b[32mhi\u001b[0m\n'] },
          { output_type: 'execute_result', execution_count: 1, metadata: {}, data: { 'text/plain': ['2'] } },
        ],
      },
      { cell_type: 'code', metadata: {}, execution_count: null, source: [], outputs: [] },
    ];
    const notebook = {
      cells,
      metadata: { kernelspec: { name: 'python3', language: 'python' } },
      nbformat: 4,
      nbformat_minor: 2,
    };

    const show = async () => {
      const uri = await write('notes.ipynb', JSON.stringify(notebook));
      const document = await vscode.workspace.openNotebookDocument(uri);
      return vscode.window.showNotebookDocument(document, { selections: [new vscode.NotebookRange(1, 2)] });
    };

    it('arrives with its number and what it printed', async () => {
      await show();
      await executeCommand('liveChannels.sendCell', { channel: 'room', text: 'the cell' });
      const sent = await observer.hears({ comment: 'the cell' });
      const { path, cell, output, language, ranges } = sent;
      assert.deepEqual([path, cell, output, language], ['notes.ipynb', 2, 'hi\n2', 'python']);
      assert.equal((ranges as Sent['ranges'])[0]?.code, 'print("hi")\n1 + 1');
    });

    it('is the one that its menu hands over, and what is printed is for the guard too', async () => {
      const { notebook: document } = await show();
      const parcel = await cellParcel(chosenCell(document.cellAt(1)));
      assert.deepEqual(
        parcel.candidates.map(({ label, text }) => [label, text]),
        [
          ['notes.ipynb', 'print("hi")\n1 + 1'],
          ['Output of cell 2', 'hi\n2'],
        ],
      );
      await assert.rejects(cellParcel(chosenCell(document.cellAt(2))), refused(/^Cell 3 is empty\.$/));
    });

    it('is none: one sentence', () => {
      assert.throws(() => chosenCell(undefined), refused(/^No notebook is open/));
    });

    it('has errors as text, no pictures, and an end', () => {
      const item = (text: string, mime: string) => vscode.NotebookCellOutputItem.text(text, mime);
      const error = vscode.NotebookCellOutputItem.error({
        name: 'ValueError',
        message: 'no',
        stack: '\u001b[31mat x\u001b[0m',
      });
      const short = vscode.NotebookCellOutputItem.error({ name: 'ValueError', message: 'no' });
      const picture = [item('<b>x</b>', 'text/html'), item('Figure', 'text/plain')];
      const outputs = [[error], [short], picture, [item('png', 'image/png')]];
      assert.equal(
        outputText(outputs.map(items => new vscode.NotebookCellOutput(items))),
        'at x\nValueError: no\nFigure',
      );
      const long = outputText([new vscode.NotebookCellOutput([item('x'.repeat(30_000), 'text/plain')])]);
      assert.deepEqual([long.length, long.endsWith('x\n…')], [20_002, true]);
    });

    it('is named where a selection in it is sent', async () => {
      const editor = await show();
      await executeCommand('notebook.cell.edit');
      const [cell] = [editor.notebook.cellAt(1)];
      const text = vscode.window.visibleTextEditors.find(({ document }) => document === cell.document);
      assert.ok(text);
      text.selection = new vscode.Selection(1, 0, 1, 5);
      const [draft] = (await selectionParcel()).drafts('');
      assert.ok(draft?.type === 'snippet');
      assert.deepEqual([draft.path, draft.cell, draft.ranges[0]?.code], ['notes.ipynb', 2, '1 + 1']);
    });
  });

  describe('code actions', () => {
    const offered = async (range: vscode.Range) => {
      const uri = workspaceFile(FILE);
      const actions = await executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range);
      return actions.filter(({ kind }) => kind?.value === 'liveChannels').map(({ command }) => command?.command);
    };

    it('offer what is selected and the diagnostic there, and nothing elsewhere', async () => {
      await open(FILE);
      const selection = new vscode.Selection(1, 0, 3, 0);
      assert.ok((await offered(selection)).includes('liveChannels.sendSelection'));
      assert.deepEqual(await offered(new vscode.Range(1, 0, 1, 0)), []);
      const collection = vscode.languages.createDiagnosticCollection('made up');
      collection.set(workspaceFile(FILE), [new vscode.Diagnostic(selection, 'odd')]);
      assert.deepEqual(await offered(new vscode.Range(1, 0, 1, 0)), ['liveChannels.sendDiagnostics']);
      collection.dispose();
    });

    it('leave the light bulb to others where there is a selection only', async () => {
      const { document } = await open(FILE);
      const actions = new SendActions(
        { onDidJoin: () => ({ dispose: () => undefined }) },
        { lastLabel: () => '#demo' },
      );
      const given = (triggerKind: vscode.CodeActionTriggerKind) =>
        actions
          .provideCodeActions(document, new vscode.Range(0, 0, 1, 0), { diagnostics: [], only: undefined, triggerKind })
          .map(({ title }) => title);
      assert.deepEqual(given(vscode.CodeActionTriggerKind.Automatic), []);
      assert.deepEqual(given(vscode.CodeActionTriggerKind.Invoke), [
        'Send Selection to #demo',
        'Send Selection to Channel…',
      ]);
    });
  });
});
