/** Trained models in the forms of other programs, on any Hadoop file system. */
package io.cantus.jobs.export;
