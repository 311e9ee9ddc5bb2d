package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/formats"
)

// documentFlags say in which formats a report, or what is made of several, goes
// where.
type documentFlags[T any] struct {
	formats formats.Table[T]
	format  string
	reports []string
}

func (f *documentFlags[T]) register(c *cobra.Command, table formats.Table[T]) {
	f.formats = table
	names := strings.Join(table.Names(), ", ")
	c.Flags().StringVar(&f.format, "format", "", "print this `FORMAT`: "+names+" (default console)")
	c.Flags().StringArrayVar(&f.reports, "report", nil, "write it as `FORMAT=PATH`, repeatable; - is standard output; formats: "+names)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(table.Names(), cobra.ShellCompDirectiveNoFileComp))
}

// specs finds out, before anything is read, what is asked for and whether it
// can be written.
func (f *documentFlags[T]) specs() ([]formats.Spec, error) {
	asked := slices.Clone(f.reports)
	if f.format != "" {
		if !slices.Contains(f.formats.Names(), f.format) {
			return nil, usagef("--format %q: want one of %s", f.format, strings.Join(f.formats.Names(), ", "))
		}
		asked = append(asked, f.format+"=-")
	}
	return writableSpecs(f.formats, asked)
}

// write writes the value as asked; show is what happens when nothing is.
func (f *documentFlags[T]) write(w world, specs []formats.Spec, value T, show func(io.Writer, T, console.Options) error) error {
	if len(specs) == 0 {
		return show(w.stdout, value, console.Detect(w.stdout, w.env))
	}
	for _, s := range specs {
		if err := f.formats.Write(s, value, w.stdout); err != nil {
			return exitError{exitUsage, err}
		}
	}
	return nil
}
