// Files below notes:/ that are kept in memory and nowhere else.
const vscode = require('vscode');

const option = (address) =>
  `[mysqld]\nserver_id = 7\nlog_bin = binlog\nbinlog_format = ROW\nbind_address = ${address}\nreport_host = ${address}\n`;
const source = "CHANGE MASTER TO MASTER_HOST = '10.7.0.1', MASTER_USER = 'repl';\n";
const files = new Map([
  ['/ledger/db1/etc/mysql/my.cnf', option('10.7.0.1')],
  ['/ledger/db2/etc/mysql/my.cnf', option('10.7.0.2')],
  ['/ledger/db2/replica.sql', source],
]);
const bytes = new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]));
const changed = new vscode.EventEmitter();

function namesIn(folder) {
  const start = folder === '/' ? '/' : `${folder}/`;
  const below = [...bytes.keys()].filter((path) => path.startsWith(start));
  return new Set(below.map((path) => path.slice(start.length).split('/')[0]));
}
const isFile = ({ path }) => bytes.has(path);

const provider = {
  onDidChangeFile: changed.event,
  watch: () => new vscode.Disposable(() => undefined),
  stat(uri) {
    if (isFile(uri)) return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.get(uri.path).length };
    if (namesIn(uri.path).size === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
  },
  readDirectory(uri) {
    const kindOf = (name) =>
      isFile(vscode.Uri.joinPath(uri, name)) ? vscode.FileType.File : vscode.FileType.Directory;
    return [...namesIn(uri.path)].map((name) => [name, kindOf(name)]);
  },
  readFile(uri) {
    if (!isFile(uri)) throw vscode.FileSystemError.FileNotFound(uri);
    return bytes.get(uri.path);
  },
  writeFile(uri, content) {
    bytes.set(uri.path, content);
    changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  },
  createDirectory: () => undefined,
  delete: (uri) => bytes.delete(uri.path),
  rename(from, to) {
    bytes.set(to.path, bytes.get(from.path));
    bytes.delete(from.path);
  },
};

exports.activate = (context) => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('notes', provider));
};
