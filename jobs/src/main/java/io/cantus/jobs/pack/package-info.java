/** Packing many small files into one SequenceFile, the form that suits HDFS. */
package io.cantus.jobs.pack;
