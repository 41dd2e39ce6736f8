// The tour with the AWS SDK for JavaScript: node tour.mjs CLUSTER IMAGE, on a cluster that has one host. Ends with 0, or tells what is wrong.
import assert from 'node:assert/strict';
import * as model from '@aws-sdk/client-ecs';

const [cluster, image] = process.argv.slice(2);
const endpoint = process.env.AWS_ENDPOINT_URL;
const ecs = new model.ECSClient({ endpoint });
const soon = { client: ecs, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };

const ask = (operation, input = {}, client = ecs) => client.send(new model[`${operation}Command`](input));

const echo = (...words) => ({ name: 'main', image, memory: 16, command: ['/echo', ...words] });

async function define(family, container) {
  const { taskDefinition } = await ask('RegisterTaskDefinition', { family, containerDefinitions: [container] });
  assert.equal(taskDefinition.status, 'ACTIVE');
  assert(taskDefinition.registeredAt instanceof Date);
  return taskDefinition.taskDefinitionArn;
}

async function describe(task) {
  const { tasks, failures } = await ask('DescribeTasks', { cluster, tasks: [task] });
  assert.deepEqual(failures, []);
  return tasks[0];
}

async function refused(code, operation, input, client) {
  await assert.rejects(ask(operation, input, client), (refusal) => {
    assert.equal(refusal.name, code, `${operation}: ${refusal}`);
    assert.equal(refusal.$metadata.requestId.length, 36);
    return true;
  });
}

async function webIsServed() {
  const taskDefinition = await define('web', { ...echo('serve'), portMappings: [{ containerPort: 8080 }] });
  const { tasks: [{ taskArn }] } = await ask('RunTask', { cluster, taskDefinition });
  await model.waitUntilTasksRunning(soon, { cluster, tasks: [taskArn] });
  const task = await describe(taskArn);
  assert.equal(task.lastStatus, 'RUNNING');
  assert(task.startedAt instanceof Date);
  const port = task.containers[0].networkBindings[0].hostPort;
  for (let tries = 50; ; tries--) {
    try {
      assert.equal((await fetch(`http://127.0.0.1:${port}/status/200`)).status, 200);
      return taskArn;
    } catch (failure) {
      // The container is there before its program listens.
      if (tries === 0) throw failure;
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
}

async function severalRunAndAreListedInPages() {
  const { tasks } = await ask('RunTask', { cluster, taskDefinition: 'web', count: 3, startedBy: 'tour' });
  const { containerInstanceArns: [host] } = await ask('ListContainerInstances', { cluster });
  const started = await ask('StartTask', { cluster, taskDefinition: 'web', containerInstances: [host] });
  const arns = [...tasks, ...started.tasks].map((task) => task.taskArn);
  await model.waitUntilTasksRunning(soon, { cluster, tasks: arns });

  const pages = [];
  for await (const page of model.paginateListTasks({ client: ecs, pageSize: 2 }, { cluster })) pages.push(page.taskArns);
  assert.deepEqual(pages.map((page) => page.length), [2, 2, 1]);
  assert.equal(new Set(pages.flat()).size, 5);
  assert(arns.every((arn) => pages.flat().includes(arn)));
  for (const task of arns) await ask('StopTask', { cluster, task });
  await model.waitUntilTasksStopped(soon, { cluster, tasks: arns });
}

async function tagsComeAndGo(resourceArn) {
  await ask('TagResource', { resourceArn, tags: [{ key: 'a', value: 'b' }, { key: 'c', value: '' }] });
  await ask('UntagResource', { resourceArn, tagKeys: ['a'] });
  const { tags } = await ask('ListTagsForResource', { resourceArn });
  assert.deepEqual(tags, [{ key: 'c', value: '' }]);
}

async function serviceIsKept() {
  const services = ['tour'];
  const wish = { cluster, serviceName: 'tour', taskDefinition: 'web', desiredCount: 2 };
  assert.equal((await ask('CreateService', wish)).service.status, 'ACTIVE');
  await model.waitUntilServicesStable(soon, { cluster, services });
  await ask('UpdateService', { cluster, service: 'tour', desiredCount: 1, forceNewDeployment: true });
  await model.waitUntilServicesStable(soon, { cluster, services });
  const { services: [service] } = await ask('DescribeServices', { cluster, services });
  assert.deepEqual([service.runningCount, service.deployments.length], [1, 1]);
  assert(service.events.some((event) => event.message.includes('has reached a steady state')));
  assert.deepEqual((await ask('ListServices', { cluster })).serviceArns, [service.serviceArn]);

  await refused('InvalidParameterException', 'CreateService', { ...wish, desiredCount: 3 });
  await ask('DeleteService', { cluster, service: 'tour', force: true });
  await model.waitUntilServicesInactive(soon, { cluster, services });
  await refused('ServiceNotActiveException', 'UpdateService', { cluster, service: 'tour', desiredCount: 1 });
}

async function endsAreTold(web) {
  await ask('StopTask', { cluster, task: web, reason: 'the tour is over' });
  await model.waitUntilTasksStopped(soon, { cluster, tasks: [web] });
  const stopped = await describe(web);
  assert.equal(stopped.stopCode, 'UserInitiated');
  assert.equal(stopped.stoppedReason, 'the tour is over');
  assert.equal(stopped.containers[0].exitCode, 143);

  const taskDefinition = await define('job', echo('exit', '3'));
  const { tasks: [{ taskArn }] } = await ask('RunTask', { cluster, taskDefinition });
  await model.waitUntilTasksStopped(soon, { cluster, tasks: [taskArn] });
  const ended = await describe(taskArn);
  assert.equal(ended.stopCode, 'EssentialContainerExited');
  assert.equal(ended.containers[0].exitCode, 3);
}

async function whatNoHostCanRunFails() {
  await define('large', { ...echo('sleep'), memory: 99999999 });
  const { tasks, failures } = await ask('RunTask', { cluster, taskDefinition: 'large' });
  assert.deepEqual(tasks, []);
  assert.deepEqual(failures.map((failure) => failure.reason), ['RESOURCE:MEMORY']);
}

async function definitionGoes() {
  const { taskDefinition } = await ask('DeregisterTaskDefinition', { taskDefinition: 'job:1' });
  assert.equal(taskDefinition.status, 'INACTIVE');
  const deleted = await ask('DeleteTaskDefinitions', { taskDefinitions: ['job:1', 'web:1'] });
  assert.equal(deleted.taskDefinitions[0].status, 'DELETE_IN_PROGRESS');
  assert.match(deleted.failures[0].arn, /\/web:1$/);
  await refused('InvalidParameterException', 'RunTask', { cluster, taskDefinition: 'job:1' });
}

async function clustersComeAndGo() {
  const { cluster: made } = await ask('CreateCluster', { clusterName: 'second', tags: [{ key: 'a', value: 'b' }] });
  assert.equal(made.status, 'ACTIVE');
  const { clusters, failures } = await ask('DescribeClusters', { clusters: ['second', 'nowhere'], include: ['TAGS'] });
  assert.deepEqual(clusters[0].tags, [{ key: 'a', value: 'b' }]);
  assert.deepEqual(failures.map((failure) => failure.reason), ['MISSING']);
  assert.equal((await ask('DeleteCluster', { cluster: 'second' })).cluster.status, 'INACTIVE');

  await refused('ClusterContainsContainerInstancesException', 'DeleteCluster', { cluster });
  const { containerInstanceArns: [containerInstance] } = await ask('ListContainerInstances', { cluster });
  await ask('DeregisterContainerInstance', { cluster, containerInstance });
  await ask('DeleteCluster', { cluster });
  await refused('ClusterNotFoundException', 'ListTasks', { cluster });
}

async function refusalsHaveTheNamesOfTheSdk() {
  const family = 'n'.repeat(10000);
  await refused('ClusterNotFoundException', 'ListTasks', { cluster: 'nowhere' });
  await refused('ClientException', 'RunTask', { cluster, taskDefinition: 'nothing' });
  await refused('ServiceNotFoundException', 'ListTasks', { serviceName: 'nothing' });
  await refused('UnknownOperationException', 'ListAccountSettings', {});
  for (const count of [0, 11]) await refused('InvalidParameterException', 'RunTask', { cluster, taskDefinition: 'web', count });
  await refused('InvalidParameterException', 'CreateCluster', { clusterName: family });
  await refused('ClientException', 'RegisterTaskDefinition', { family, containerDefinitions: [echo('sleep')] });
  // JavaScript has no types that would keep these from being sent.
  await refused('SerializationException', 'CreateCluster', { clusterName: 5 });
  await refused('SerializationException', 'RunTask', { cluster, taskDefinition: 'web', count: 'two' });
  await refused('RequestEntityTooLargeException', 'CreateCluster', { clusterName: 'a'.repeat(100 * 2 ** 20) });
}

async function onlyRightKeysAndClocksAreServed() {
  const region = 'eu-north-1';
  const key = { accessKeyId: process.env.AWS_ACCESS_KEY_ID, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY };
  const as = (changes) => new model.ECSClient({ endpoint, region, credentials: key, ...changes });
  await ask('ListClusters', {}, as({}));
  await refused('InvalidSignatureException', 'ListClusters', {}, as({ credentials: { ...key, secretAccessKey: 'wrong' } }));
  await refused('UnrecognizedClientException', 'ListClusters', {}, as({ credentials: { ...key, accessKeyId: 'AKIDNOBODY' } }));
  const hour = 3600000;
  for (const systemClockOffset of [-hour, hour]) {
    await refused('InvalidSignatureException', 'ListClusters', {}, as({ systemClockOffset, maxAttempts: 1 }));
    // With a second try the client corrects its clock by the date of the refusal.
    await ask('ListClusters', {}, as({ systemClockOffset }));
  }
}

const web = await webIsServed();
await severalRunAndAreListedInPages();
await tagsComeAndGo(web);
await serviceIsKept();
await endsAreTold(web);
await whatNoHostCanRunFails();
await definitionGoes();
await refusalsHaveTheNamesOfTheSdk();
await onlyRightKeysAndClocksAreServed();
await clustersComeAndGo();
console.log('the tour is over');
