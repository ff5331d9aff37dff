// Uses Quorate in a real Neovim, set up with the lines of docs/editors.md: `node test/editors/neovim.mjs`. Neovim is
// Debian's, unpacked into the cache; nothing is installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandFolder, documentedSetup, makeWorkspace, testEditor, unpacked } from './setting.mjs';

await testEditor('Neovim', use, testsOf);

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
async function use(scratch) {
  const { folder, library, command } = await unpacked('neovim', ['neovim']);
  const result = path.join(scratch, 'result.json');
  const [init, script] = ['init.lua', 'script.lua'].map((name) => path.join(scratch, name));
  writeFileSync(init, documentedSetup('lua'));
  writeFileSync(script, scriptOf(init, path.join(makeWorkspace(scratch), 'pair/db2/etc/mysql/my.cnf'), result));
  const [program, ...start] = command('usr/bin/nvim');
  const { status, stderr, error } = spawnSync(program, [...start, '--headless', '-u', init, '-l', script], {
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      HOME: scratch,
      PATH: `${commandFolder(scratch)}:${process.env.PATH}`,
      VIMRUNTIME: path.join(folder, 'usr/share/nvim/runtime'),
      LUA_CPATH: path.join(library, 'lua/5.1/?.so'),
    },
  });
  if (!existsSync(result)) throw new Error(`Neovim left no result: ${error?.message ?? `status ${status}`}\n${stderr}`);
  return JSON.parse(readFileSync(result, 'utf8'));
}

function scriptOf(init, file, result) {
  return `
dofile(vim.env.MYVIMRC or '${init}')
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
