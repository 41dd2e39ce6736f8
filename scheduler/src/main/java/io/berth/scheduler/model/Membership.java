package io.berth.scheduler.model;

/** Which service a task belongs to, and which deployment of it made the task. */
public record Membership(ServiceId service, DeploymentId deployment) {}
