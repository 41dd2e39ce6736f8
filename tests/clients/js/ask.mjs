// Asks one operation: node ask.mjs ENDPOINT SERVICE OPERATION INPUT, the input as JSON. Prints the answer as JSON, or fails.
const clients = {
  ecs: ['client-ecs', 'ECSClient'],
  elbv2: ['client-elastic-load-balancing-v2', 'ElasticLoadBalancingV2Client'],
  sts: ['client-sts', 'STSClient'],
};
const [endpoint, service, operation, input] = process.argv.slice(2);
const [name, type] = clients[service];
const model = await import(`@aws-sdk/${name}`);
const client = new model[type]({ endpoint });
const answer = await client.send(new model[`${operation}Command`](JSON.parse(input)));
console.log(JSON.stringify(answer));
