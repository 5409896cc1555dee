/**
 * The command line: how words become options, what every command shares, and what a mistake looks
 * like. A command is a thin subclass of {@link io.cantus.jobs.cli.JobCommand} in the room of its
 * job.
 */
package io.cantus.jobs.cli;
