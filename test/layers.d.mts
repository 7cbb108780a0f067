export interface Layer {
  imports: string[];
  packages?: string[];
  node?: true;
  vscode?: true;
}
export const layers: Record<string, Layer>;
export function forbiddenIn(folder: string): { group: string[]; message: string };
