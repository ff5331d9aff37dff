declare module '*/catalog/data/haproxy-facts.json' {
  const data: Record<string, unknown>;
  export default data;
}
