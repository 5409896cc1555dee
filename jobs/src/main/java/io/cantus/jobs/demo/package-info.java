/** The whole job on the songbook, for a first look. */
package io.cantus.jobs.demo;
