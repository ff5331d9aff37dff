// Whether people who are blind for a colour tell apart what stands side by side: the real themes of VS Code paint lines
// by our grammars and semantic tokens, and each pair of neighbours that others tell apart must stay apart for them.
// Their sight is simulated with the matrices of Machado, Oliveira and Fernandes (2009) for full severity, in linear RGB.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from './counts.mjs';
import { installWebBuild } from './web/install.mjs';

const require = createRequire(import.meta.url);
const { loadWASM, OnigScanner, OnigString } = require('vscode-oniguruma');
const { INITIAL, parseRawGrammar, Registry } = require('vscode-textmate');
const root = fileURLToPath(new URL('../..', import.meta.url));

const sights = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/**
 * Distances in CIE L*a*b* (1976), where 2.3 is just noticed: two colours further apart than the first are plainly two, and
 * those nearer than twice what is just noticed are taken for one.
 */
const [apart, together] = [20, 4.6];

/**
 * Lines, and pieces of them that must be told from their neighbours. A semantic token stands as `type:piece`. Comments are
 * not among them: they begin with their sign, and themes of VS Code make them green beside red texts in every language.
 */
const lines = [
  ['mycnf', 'name = "a b"', ['name', '"a b']],
  ['mycnf', 'server_id = 1', ['server_id', '1']],
  ['mycnf', 'bind_address = 10.0.0.1', ['bind_address', '10.0.0.1']],
  ['mycnf', 'datadir = /var/lib/mysql', ['datadir', '/var']],
  ['mycnf', 'read_only = ON', ['read_only', 'ON']],
  ['corosync', '    cluster_name: shop', ['cluster_name', 'namespace:shop']],
  ['corosync', '    ring0_addr: 10.0.0.1', ['ring0_addr', 'type:10.0.0.1']],
  ['haproxy', 'backend web', ['backend', 'class:web']],
  ['haproxy', '    server db1 10.0.0.1:3306 check', ['server', 'property:db1', 'type:10.0.0.1', 'check']],
  ['haproxy', '    timeout client 30s', ['timeout', '30']],
  ['haproxy', '    use_backend web if app', ['use_backend', 'class:web', 'if', 'variable:app']],
  ['crm', 'primitive vip ocf:heartbeat:IPaddr2', ['primitive', 'class:vip', 'ocf:heartbeat:IPaddr2']],
  ['crm', 'location l vip inf: serv1', ['class:vip', 'inf:', 'type:serv1']],
  ['keepalived', '  priority 100', ['priority', '100']],
];

/** The scopes VS Code gives to semantic tokens that a theme has no colour of its own for. */
const semantic = {
  namespace: 'entity.name.namespace',
  class: 'entity.name.type.class',
  variable: 'variable.other.readwrite',
  property: 'variable.other.property',
  type: 'entity.name.type',
};

const { server } = await installWebBuild(console.log);
const defaults = path.join(path.dirname(server), '..', 'extensions', 'theme-defaults');
const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
await loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
const { themes } = readJson(path.join(defaults, 'package.json')).contributes;
process.exitCode = await runTests([
  [
    'red and green are nearly one for the blind for green, and two for others',
    async () => {
      const [red, green] = ['#A31515', '#008000'];
      assert.ok(distance(red, green) > 80);
      assert.ok(distance(red, green, sights.deuteranopia) < 8);
    },
  ],
  ...themes.map(({ id, path: file }) => [
    `the colours of ${id} keep neighbours apart for everybody`,
    async () => {
      const { told, lost } = await judge(themeOf(path.join(defaults, file)));
      // A theme that paints hardly anything would prove nothing.
      if (!/^Visual Studio/.test(id)) assert.ok(told >= 10, `only ${told} pairs are told apart at all`);
      assert.deepEqual(lost, []);
    },
  ]),
]);

/** How many pairs of neighbours a theme tells apart, and which of them somebody does not. */
async function judge(theme) {
  const registry = new Registry({
    theme: { settings: theme },
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new OnigScanner(patterns),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (scope) => {
      if (scope === 'source.semantic') return semanticGrammar();
      const file = path.join(root, 'syntaxes', `${scope.replace('source.', '')}.tmLanguage.json`);
      return parseRawGrammar(readFileSync(file, 'utf8'), file);
    },
  });
  const colourAt = async (language, line, at) => {
    const { tokens } = (await registry.loadGrammar(`source.${language}`)).tokenizeLine2(line, INITIAL);
    let metadata = 0;
    for (let index = 0; index < tokens.length && tokens[index] <= at; index += 2) metadata = tokens[index + 1];
    // Bits 15 to 23 of the metadata are the place in the colour map.
    return registry.getColorMap()[(metadata >>> 15) & 0x1ff];
  };
  let told = 0;
  const lost = [];
  for (const [language, line, pieces] of lines) {
    const colours = [];
    for (const piece of pieces) {
      const [, type, word] = /^(namespace|class|variable|property|type):(.*)$/.exec(piece) ?? [];
      colours.push(
        type === undefined
          ? { piece, colour: await colourAt(language, line, line.indexOf(piece)) }
          : { piece: word, colour: await colourAt('semantic', type, 0) },
      );
    }
    for (const [index, second] of colours.slice(1).entries()) {
      const first = colours[index];
      if (distance(first.colour, second.colour) < apart) continue;
      told++;
      for (const [sight, matrix] of Object.entries(sights)) {
        const left = distance(first.colour, second.colour, matrix);
        if (left < together)
          lost.push(
            `${sight}: ${first.piece} ${first.colour} and ${second.piece} ${second.colour}, ${left.toFixed(1)}`,
          );
      }
    }
  }
  return { told, lost };
}

/** A grammar whose words are the types of semantic tokens. */
function semanticGrammar() {
  const patterns = Object.entries(semantic).map(([type, name]) => ({ match: `^${type}$`, name }));
  return { scopeName: 'source.semantic', patterns, repository: {} };
}

/** The settings of a theme behind those of the themes it includes, the colours of the editor first. */
function themeOf(file) {
  const { include, tokenColors = [], colors = {} } = readJson(file);
  const below = include === undefined ? [] : themeOf(path.join(path.dirname(file), include));
  const [foreground, background] = [colors['editor.foreground'], colors['editor.background']];
  const own = { ...(foreground && { foreground }), ...(background && { background }) };
  const base = { ...below.find(({ scope }) => scope === undefined)?.settings, ...own };
  return [
    { settings: base },
    ...below.filter(({ scope }) => scope !== undefined),
    ...tokenColors.filter(({ scope }) => scope),
  ];
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The distance of two colours, such as `#DCDCAA`, as somebody sees them. */
function distance(first, second, sight) {
  const [a, b] = [first, second].map((colour) => lab(seen(linear(colour), sight)));
  return Math.hypot(...a.map((value, index) => value - b[index]));
}

function linear(colour) {
  return [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

function seen(rgb, sight) {
  if (!sight) return rgb;
  return sight.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, factor, index) => sum + factor * rgb[index], 0),
      ),
    ),
  );
}

/** L*a*b* under daylight D65 of linear sRGB. */
function lab([red, green, blue]) {
  const x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883;
  const [fx, fy, fz] = [x, y, z].map((value) =>
    value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 3132 + 16 / 116,
  );
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
