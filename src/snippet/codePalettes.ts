import type { CodeColours } from '../protocol/panel';

/** The colours of code in VS Code's own themes: for a theme that cannot be read, and for what one leaves out. */

export const DARK: CodeColours = {
  comment: '#6a9955',
  string: '#ce9178',
  regexp: '#d16969',
  number: '#b5cea8',
  constant: '#569cd6',
  keyword: '#569cd6',
  control: '#c586c0',
  type: '#4ec9b0',
  function: '#dcdcaa',
  variable: '#9cdcfe',
  tag: '#569cd6',
  attribute: '#9cdcfe',
  meta: '#569cd6',
  inserted: '#b5cea8',
  deleted: '#ce9178',
  invalid: '#f44747',
};

export const LIGHT: CodeColours = {
  comment: '#008000',
  string: '#a31515',
  regexp: '#811f3f',
  number: '#098658',
  constant: '#0000ff',
  keyword: '#0000ff',
  control: '#af00db',
  type: '#267f99',
  function: '#795e26',
  variable: '#001080',
  tag: '#800000',
  attribute: '#e50000',
  meta: '#0000ff',
  inserted: '#098658',
  deleted: '#a31515',
  invalid: '#cd3131',
};

export const HIGH_CONTRAST: CodeColours = { ...DARK, comment: '#7ca668' };

export const HIGH_CONTRAST_LIGHT: CodeColours = {
  comment: '#515151',
  string: '#0f4a85',
  regexp: '#811f3f',
  number: '#096d48',
  constant: '#0f4a85',
  keyword: '#0f4a85',
  control: '#b5200d',
  type: '#185e73',
  function: '#5e2cbc',
  variable: '#001080',
  tag: '#0f4a85',
  attribute: '#264f78',
  meta: '#0f4a85',
  inserted: '#096d48',
  deleted: '#5a5a5a',
  invalid: '#b5200d',
};
