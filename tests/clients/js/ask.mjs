// Asks one operation: node ask.mjs ENDPOINT SERVICE OPERATION INPUT, the input as JSON. Prints the answer as JSON, or fails.
const [endpoint, service, operation, input] = process.argv.slice(2);
const model = await import(`@aws-sdk/client-${service}`);
const client = new model[`${service.toUpperCase()}Client`]({ endpoint });
const answer = await client.send(new model[`${operation}Command`](JSON.parse(input)));
console.log(JSON.stringify(answer));
