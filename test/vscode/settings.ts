export type Settings = Readonly<Record<string, unknown>>;

/**
 * Settings for every window that tests and pictures use: whatever VS Code shows of its own accord on a first start is
 * off, so that what is seen and waited for is ours.
 */
export const quiet: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.reduceMotion': 'on',
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'window.menuBarVisibility': 'compact',
  'window.confirmBeforeClose': 'never',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'security.workspace.trust.enabled': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'git.autofetch': false,
  'git.enableSmartCommit': false,
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.minimap.enabled': false,
  'editor.accessibilitySupport': 'off',
  'accessibility.signals.debouncePositionChanges': true,
  'explorer.confirmDelete': false,
  'files.hotExit': 'off',
};
