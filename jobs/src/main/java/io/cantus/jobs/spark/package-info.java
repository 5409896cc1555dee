/** Opening and closing Spark, and showing how far it is. */
package io.cantus.jobs.spark;
