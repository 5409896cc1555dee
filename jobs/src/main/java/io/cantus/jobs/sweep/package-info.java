/** Many training runs that differ in their hyperparameters, and what comes of them. */
package io.cantus.jobs.sweep;
