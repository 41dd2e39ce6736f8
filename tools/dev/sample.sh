# shellcheck shell=bash
# The sample of ./dev up --sample: a service of two tasks behind the balancer, made with the AWS CLI as its user would.
#
# What is there already is taken as it is: the operations of a balancer find what they have made, a service is asked for.

SAMPLE=sample
SAMPLE_IMAGE=sample/echo:1
SAMPLE_FIRST_PORT=8080
SAMPLE_DEADLINE_SECONDS=60

deploy_sample() {
  phase sample run_sample || fail "the sample could not be started; see above"
  say "-- the sample answers; next:"
  say "     curl $(<"$UP/sample")"
}

# In a shell of its own: what points clients at this Berth is nobody else's business.
run_sample() (
  local dns='' port=''
  launcher_environment
  eval "$("$LAUNCHER" env)"
  export AWS_PAGER='' AWS_DEFAULT_OUTPUT=text
  if [[ $(aws ecs describe-services --services "$SAMPLE" --query 'services[0].status') == ACTIVE ]]; then
    say "-- the service $SAMPLE is there already"
  else
    import_sample && make_sample || return
  fi
  read -r dns port < <(sample_place) || {
    complain "no balancer leads to the service $SAMPLE any more; delete it, and say ./dev up --sample again"
    return 1
  }
  await_sample && printf 'http://%s:%s/\n' "$dns" "$port" >"$UP/sample"
)

# The web server of the tests, in an image with this single file.
import_sample() {
  if docker image inspect "$SAMPLE_IMAGE" >/dev/null 2>&1; then return; fi
  mkdir -p target/sample &&
    gcc -static -O2 -pthread -o target/sample/echo tests/images/echo/echo.c &&
    tar -c -C target/sample echo | docker import - "$SAMPLE_IMAGE" >/dev/null
}

make_sample() {
  local balancer group port
  balancer=$(aws elbv2 create-load-balancer --name "$SAMPLE" --query 'LoadBalancers[0].LoadBalancerArn') &&
    group=$(aws elbv2 create-target-group --name "$SAMPLE" --protocol HTTP --port 8080 \
      --query 'TargetGroups[0].TargetGroupArn') || return
  if [[ -z $(sample_place) ]]; then
    port=$SAMPLE_FIRST_PORT
    while is_taken "$port"; do ((port++)); done
    aws elbv2 create-listener --load-balancer-arn "$balancer" --protocol HTTP --port "$port" \
      --default-actions "Type=forward,TargetGroupArn=$group" >/dev/null || return
  fi
  aws ecs register-task-definition --family "$SAMPLE" --container-definitions \
    "[{\"name\": \"web\", \"image\": \"$SAMPLE_IMAGE\", \"command\": [\"/echo\", \"serve\", \"8080\"], \"memory\": 32,
       \"portMappings\": [{\"containerPort\": 8080}]}]" >/dev/null &&
    aws ecs create-service --service-name "$SAMPLE" --task-definition "$SAMPLE" --desired-count 2 \
      --load-balancers "targetGroupArn=$group,containerName=web,containerPort=8080" >/dev/null
}

# The name of the balancer and the port of its first listener; nothing without both.
sample_place() {
  local balancer dns port
  read -r balancer dns < <(aws elbv2 describe-load-balancers --names "$SAMPLE" \
    --query 'LoadBalancers[0].[LoadBalancerArn, DNSName]' 2>/dev/null) || return 0
  port=$(aws elbv2 describe-listeners --load-balancer-arn "$balancer" --query 'Listeners[0].Port') || return 0
  if is_port "$port"; then printf '%s %s\n' "$dns" "$port"; fi
}

# Reads dns and port.
await_sample() {
  local round
  for ((round = 0; round < SAMPLE_DEADLINE_SECONDS * 5; round++)); do
    if sample_answers 2>/dev/null; then return; fi
    sleep 0.2
  done
  complain "the sample does not answer; the newest of its events:"
  aws ecs describe-services --services "$SAMPLE" --query 'services[0].events[:5].[message]' >&2
  return 1
}

sample_answers() (
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return
  printf 'GET / HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$dns" "$port" >&3
  read -r -t 5 _ status _ <&3
  [[ $status == 200 ]]
)
