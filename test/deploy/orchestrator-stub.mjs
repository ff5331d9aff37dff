// A stub of Orchestrator's API, because its program cannot be had: it knows two servers, says yes to every downtime and
// prints what it is asked.   node orchestrator-stub.mjs ADDRESS PORT
import { createServer } from 'node:http';

const [, , address, port] = process.argv;
const server = createServer((request, response) => {
  console.log(decodeURIComponent(request.url));
  const instances = ['10.9.0.1', '10.9.0.2'].map((Hostname) => ({ Key: { Hostname, Port: 3306 } }));
  const answer = request.url === '/api/all-instances' ? instances : { Code: 'OK', Message: 'done' };
  response.end(JSON.stringify(answer));
});
server.listen(Number(port), address, () => console.log('listening'));
process.stdin.on('end', () => process.exit()).resume();
