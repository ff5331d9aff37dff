// Catalogue data are bundled as they are; the readers in core know their shape.

declare module '*/catalog/data/options.json' {
  const data: import('../core/catalog/options').OptionData;
  export default data;
}

declare module '*/catalog/data/haproxy-arguments.json' {
  const data: import('../core/catalog/haproxy-argument-forms').HaproxyArgumentData;
  export default data;
}

declare module '*/catalog/data/haproxy-arguments-facts.json' {
  const data: import('../core/catalog/haproxy-argument-forms').HaproxyArgumentData;
  export default data;
}

declare module '*/catalog/data/haproxy-samples.json' {
  const data: import('../core/catalog/haproxy-samples').HaproxySampleData;
  export default data;
}

declare module '*/catalog/data/haproxy.json' {
  const data: import('../core/catalog/haproxy').HaproxyData;
  export default data;
}

declare module '*/catalog/data/containers.json' {
  const data: import('../core/catalog/containers').ContainerData;
  export default data;
}

declare module '*/catalog/data/sql.json' {
  const data: import('../core/catalog/sql').SqlData;
  export default data;
}

declare module '*/catalog/data/corosync.json' {
  const data: import('../core/catalog/corosync').CorosyncData;
  export default data;
}

declare module '*/catalog/data/keepalived.json' {
  const data: import('../core/catalog/keepalived').KeepalivedData;
  export default data;
}

declare module '*/catalog/data/pacemaker.json' {
  const data: import('../core/catalog/pacemaker').PacemakerData;
  export default data;
}

declare module '*/snippets/mycnf.json' {
  const data: import('../core/catalog/snippets').SnippetData;
  export default data;
}

declare module '*/snippets/corosync.json' {
  const data: import('../core/catalog/snippets').SnippetData;
  export default data;
}

declare module '*/snippets/haproxy.json' {
  const data: import('../core/catalog/snippets').SnippetData;
  export default data;
}

declare module '*/snippets/crm.json' {
  const data: import('../core/catalog/snippets').SnippetData;
  export default data;
}

declare module '*/snippets/keepalived.json' {
  const data: import('../core/catalog/snippets').SnippetData;
  export default data;
}

declare module '*/snippets/sql.json' {
  const data: import('../core/catalog/snippets').SnippetData;
  export default data;
}
