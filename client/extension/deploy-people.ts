import * as vscode from 'vscode';
import type { People } from '../hosts/main';

/** Asks for passwords and about new host keys in VS Code. Answers are kept by nobody but the session. */
export const people: People = {
  async secret(question) {
    return vscode.window.showInputBox({ title: 'Quorate', prompt: question, password: true, ignoreFocusOut: true });
  },
  async trustHostKey({ host, address, port, type, fingerprint, note }) {
    const trust = 'Trust This Key';
    const detail = `${address} port ${port}\n${type}\n${fingerprint}\n\n${note ?? 'Compare the fingerprint with one you got from the host itself.'}`;
    const answer = await vscode.window.showWarningMessage(
      `${host} shows a new host key.`,
      { modal: true, detail },
      trust,
    );
    return answer === trust;
  },
};
