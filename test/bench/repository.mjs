// Makes the repositories the benchmark works on: the same text for the same size, on every machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A small generator of numbers (mulberry32), so that files do not depend on the machine's randomness. */
function numbers(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A haproxy.cfg of about `lines` lines with which nothing is wrong: web and database proxies in turn. */
export function haproxyText(lines) {
  const number = numbers(lines);
  const out = [
    'global',
    '    maxconn 20000',
    '',
    'defaults',
    '    timeout connect 5s',
    '    timeout client 1m',
    '    timeout server 1m',
    '',
  ];
  for (let proxy = 0; out.length < lines - 20; proxy++) {
    const isDatabase = proxy % 4 === 0;
    out.push(`frontend in_${proxy}`, `    bind *:${10000 + proxy}`, `    mode ${isDatabase ? 'tcp' : 'http'}`);
    if (isDatabase) out.push('    timeout client 8h');
    if (!isDatabase) {
      for (let rule = 0; rule < 4; rule++)
        out.push(`    acl is_app${rule} hdr(host) -i app${rule}.shop${proxy}.example.net`);
      out.push(
        '    http-request deny if { path_end .php } !is_app0',
        `    use_backend out_${proxy} if is_app1 or is_app2`,
      );
    }
    out.push(
      `    default_backend out_${proxy}`,
      '',
      `backend out_${proxy}`,
      `    mode ${isDatabase ? 'tcp' : 'http'}`,
      '    balance leastconn',
    );
    if (isDatabase)
      out.push(
        '    timeout server 8h',
        '    option httpchk',
        '    default-server port 9200 on-marked-down shutdown-sessions',
      );
    for (let server = 0; server < (isDatabase ? 3 : 6); server++) {
      const address = isDatabase ? `10.0.0.${server + 1}` : `10.${1 + number(200)}.${number(250)}.${1 + number(250)}`;
      out.push(
        `    server s${server} ${address}:${isDatabase ? 3306 : 8080} check inter 2s rise 2 fall 3${server > 0 ? ' backup' : ''}`,
      );
    }
    out.push('');
  }
  return out.join('\n') + '\n';
}

/** A keepalived.conf of about `lines` lines for the first or second of two proxies: instances that track a script. */
export function keepalivedText(proxy, lines) {
  const out = ['vrrp_script haproxy {', '    script "/usr/bin/pgrep -x haproxy"', '    interval 2', '}', ''];
  for (let id = 0; out.length < lines - 10; id++) {
    out.push(
      `vrrp_instance VI_${id} {`,
      '    interface eth0',
      `    virtual_router_id ${1 + (id % 255)}`,
      `    priority ${100 + proxy}`,
      '    advert_int 1',
      `    unicast_src_ip 10.0.9.${proxy}`,
      '    unicast_peer {',
      `        10.0.9.${3 - proxy}`,
      '    }',
      '    track_script {',
      '        haproxy weight -20',
      '    }',
      '    virtual_ipaddress {',
      `        10.1.${id >> 8}.${id & 255}/24 dev eth0`,
      '    }',
      '}',
      '',
    );
  }
  return out.join('\n') + '\n';
}

/** Text of the crm shell of about `lines` lines: addresses, web servers, and what keeps each pair together. */
export function crmText(lines) {
  const out = ['node db1', 'node db2', 'property stonith-enabled=true cluster-recheck-interval=120', ''];
  for (let id = 0; out.length < lines - 7; id++) {
    out.push(
      `primitive address${id} ocf:heartbeat:IPaddr2 \\`,
      `    params ip=10.1.${id >> 8}.${id & 255} cidr_netmask=24 \\`,
      '    op monitor interval=10 timeout=20',
      `primitive web${id} ocf:heartbeat:apache op monitor interval=30s`,
      `colocation together${id} inf: address${id} web${id}`,
      `location first${id} web${id} 100: db1`,
      '',
    );
  }
  return out.join('\n') + '\n';
}

/** A CIB of about `lines` lines with addresses. */
export function cibText(lines) {
  const out = ['<cib>', '  <configuration>', '    <nodes><node id="1" uname="db1"/></nodes>', '    <resources>', ''];
  for (let id = 0; out.length < lines - 9; id++) {
    out.push(
      `      <primitive id="address${id}" class="ocf" provider="heartbeat" type="IPaddr2">`,
      `        <instance_attributes id="a${id}">`,
      `          <nvpair id="n${id}" name="ip" value="10.1.${id >> 8}.${id & 255}"/>`,
      '        </instance_attributes>',
      '        <operations>',
      `          <op id="o${id}" name="monitor" interval="10" timeout="20"/>`,
      '        </operations>',
      '      </primitive>',
      '',
    );
  }
  return [...out, '    </resources>', '  </configuration>', '</cib>', ''].join('\n');
}

/** One Galera node's option file of about `lines` lines; comments fill it up, as packaged files are filled. */
export function optionText(node, nodes, lines) {
  const members = Array.from({ length: nodes }, (_, index) => `10.0.0.${index + 1}`).join(',');
  const out = [
    '[mysqld]',
    `server_id = ${node}`,
    'bind_address = 0.0.0.0',
    'log_bin = mysql-bin',
    'binlog_format = ROW',
    'max_connections = 500',
    '',
    '[galera]',
    'wsrep_on = ON',
    'wsrep_provider = /usr/lib/galera/libgalera_smm.so',
    'wsrep_cluster_name = shop',
    `wsrep_cluster_address = gcomm://${members}`,
    `wsrep_node_name = db${node}`,
    `wsrep_node_address = 10.0.0.${node}`,
    'innodb_autoinc_lock_mode = 2',
  ];
  // Options that add up, a remark on every fifth.
  for (let id = out.length; id < lines; id++)
    out.push(id % 5 === 0 ? `# table ${id} is too large` : `replicate_ignore_table = shop.part_${id}`);
  return out.join('\n') + '\n';
}

/** A repository of one Galera cluster behind a proxy whose file has `lines` lines, and of other clusters beside it. */
export function writeRepository(root, { proxyLines, optionLines = 20, otherClusters = 0 }) {
  const write = (file, text) => {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  for (let node = 1; node <= 3; node++) write(`shop/db${node}/etc/mysql/my.cnf`, optionText(node, 3, optionLines));
  write('shop/lb1/etc/haproxy/haproxy.cfg', haproxyText(proxyLines));
  for (let cluster = 0; cluster < otherClusters; cluster++) {
    for (let node = 1; node <= 3; node++)
      write(`cluster${cluster}/db${node}/etc/mysql/my.cnf`, optionText(node, 3, 20));
    write(`cluster${cluster}/lb1/etc/haproxy/haproxy.cfg`, haproxyText(60));
  }
}
