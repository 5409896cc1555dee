/** Where files to convert lie: in folders, archives and packs, on any Hadoop file system. */
package io.cantus.jobs.source;
