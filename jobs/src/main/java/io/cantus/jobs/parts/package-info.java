/**
 * Outputs that are made part by part, by tasks that may fail, and that a run can finish which
 * another one began.
 */
package io.cantus.jobs.parts;
