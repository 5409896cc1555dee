/** The command line and everything that touches Spark, Hadoop file systems and the clock. */
package io.cantus.jobs;
