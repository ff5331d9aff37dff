// Uses Quorate in a real Neovim, set up with the lines of docs/editors.md: `node test/editors/neovim.mjs`. Neovim is
// Debian's, unpacked into the cache; nothing is installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, fetchPackages, reasonNotToFetch } from '../debian-packages.mjs';
import { runTests, writeCounts } from '../vscode/counts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'quorate-neovim-')));
const reason = reasonNotToFetch();
try {
  if (reason !== undefined) {
    console.log(`Neovim not tested: ${reason}`);
    await writeCounts(0, 0);
    process.exitCode = process.env.CI === 'true' ? 1 : 0;
  } else {
    const into = path.join(cacheFolder, 'debian', 'trixie', 'neovim');
    await fetchPackages({ suite: 'trixie', packages: ['neovim'], into });
    const seen = use(into);
    process.exitCode = await runTests(testsOf(seen));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function testsOf(seen) {
  return [
    [
      'Neovim, set up as documented, shows the findings of a file with their rules',
      async () => {
        assert.match(seen.before.join('\n'), /replication\/server-id-duplicated: server_id 1 of host db2 is also used/);
      },
    ],
    [
      'Neovim shows findings of a file that is not open',
      async () =>
        assert.ok(
          seen.elsewhere.some((name) => name.endsWith('pair/db1/etc/mysql/my.cnf')),
          seen.elsewhere,
        ),
    ],
    [
      'Neovim applies a fix, and the finding goes',
      async () => {
        assert.equal(seen.line, 'server_id = 2');
        assert.doesNotMatch(seen.after.join('\n'), /server-id-duplicated/);
      },
    ],
    ['Neovim shows what an option is', async () => assert.match(seen.hover, /\*\*server_id\*\*/)],
    ['Neovim has no message of trouble', async () => assert.equal(seen.messages, '')],
  ];
}

/** Opens a file, waits for its findings, has one fixed, and tells what was seen. */
function use(folder) {
  const library = path.join(folder, 'usr/lib/x86_64-linux-gnu');
  const loader = path.join(folder, 'lib64/ld-linux-x86-64.so.2');
  if (!existsSync(loader)) throw new Error(`${loader} is missing: this test knows x86-64 only`);
  const workspace = path.join(scratch, 'workspace');
  cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
  mkdirSync(path.join(workspace, '.git'));
  const result = path.join(scratch, 'result.json');
  const [init, script] = ['init.lua', 'script.lua'].map((name) => path.join(scratch, name));
  writeFileSync(init, documentedSetup());
  writeFileSync(script, scriptOf(path.join(workspace, 'pair/db2/etc/mysql/my.cnf'), result));
  const { status, stderr, error } = spawnSync(
    loader,
    ['--library-path', library, path.join(folder, 'usr/bin/nvim'), '--headless', '-u', init, '-l', script],
    {
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        HOME: scratch,
        PATH: `${commandFolder()}:${process.env.PATH}`,
        VIMRUNTIME: path.join(folder, 'usr/share/nvim/runtime'),
        LUA_CPATH: path.join(library, 'lua/5.1/?.so'),
      },
    },
  );
  if (!existsSync(result)) throw new Error(`Neovim left no result: ${error?.message ?? `status ${status}`}\n${stderr}`);
  return JSON.parse(readFileSync(result, 'utf8'));
}

function documentedSetup() {
  const [, lines] = /^```lua\n([^]*?)^```/m.exec(readFileSync(path.join(root, 'docs/editors.md'), 'utf8')) ?? [];
  if (lines === undefined) throw new Error('docs/editors.md has no lines for Neovim');
  return lines;
}

/** A folder with the command `quorate`, as an installation puts it on the path. */
function commandFolder() {
  const folder = path.join(scratch, 'bin');
  mkdirSync(folder);
  const file = path.join(folder, 'quorate');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/cli.js')}' "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}

function scriptOf(file, result) {
  return `
dofile(vim.env.MYVIMRC or '${path.join(scratch, 'init.lua')}')
local seen = {}
local function told(buffer)
  return vim.tbl_map(function(each) return tostring(each.code) .. ': ' .. each.message end, vim.diagnostic.get(buffer))
end
local function has(buffer)
  return #vim.tbl_filter(function(text) return text:find('server-id-duplicated', 1, true) end, told(buffer)) > 0
end
vim.cmd.edit('${file}')
local buffer = vim.api.nvim_get_current_buf()
vim.wait(60000, function() return has(buffer) end)
seen.before = told(buffer)
seen.elsewhere = {}
for _, each in ipairs(vim.diagnostic.get(nil)) do
  if each.bufnr ~= buffer then table.insert(seen.elsewhere, vim.api.nvim_buf_get_name(each.bufnr)) end
end
vim.api.nvim_win_set_cursor(0, { 2, 0 })
local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-16'), 20000)
for _, answer in pairs(answers or {}) do seen.hover = answer.result and answer.result.contents.value end
vim.lsp.buf.code_action({
  apply = true,
  filter = function(action) return action.title:find('next free server_id', 1, true) ~= nil end,
})
vim.wait(20000, function() return vim.api.nvim_buf_get_lines(buffer, 1, 2, false)[1] ~= 'server_id = 1' end)
seen.line = vim.api.nvim_buf_get_lines(buffer, 1, 2, false)[1]
vim.wait(20000, function() return not has(buffer) end)
seen.after = told(buffer)
seen.messages = vim.fn.execute('messages'):gsub('^%s+', '')
local out = assert(io.open('${result}', 'w'))
out:write(vim.json.encode(seen))
out:close()
vim.cmd('qa!')
`;
}
