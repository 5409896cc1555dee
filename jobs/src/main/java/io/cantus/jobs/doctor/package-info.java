/** Whether a machine can train, and what stands in the way if it cannot. */
package io.cantus.jobs.doctor;
