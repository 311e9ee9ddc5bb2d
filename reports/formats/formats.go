// Package formats has the table of all formats, and writes reports to files.
package formats

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/console"
	"github.com/oktascim/oktascim/reports/html"
	"github.com/oktascim/oktascim/reports/internal/show"
	"github.com/oktascim/oktascim/reports/junit"
	"github.com/oktascim/oktascim/reports/markdown"
	"github.com/oktascim/oktascim/reports/oin"
	"github.com/oktascim/oktascim/reports/sarif"
)

// Spec is one report that is asked for: FORMAT=PATH.
type Spec struct {
	Format string
	// Path is a file, or "-" for standard output.
	Path string
}

type format[T any] struct {
	name  string
	ext   string // of the files it is usually written to
	write func(io.Writer, T) error
}

// Table are the forms in which something can be written.
type Table[T any] []format[T]

// Reports returns all formats of a report.
func Reports() Table[*reports.Report] {
	return Table[*reports.Report]{
		{"console", ".txt", console.Write},
		{"json", ".json", reports.WriteJSON},
		{"junit", ".xml", junit.Write},
		{"html", ".html", html.Write},
		{"markdown", ".md", markdown.Write},
		{"sarif", ".sarif", sarif.Write},
		{"oin", ".html", oin.Write},
		{"oin-csv", ".csv", oin.WriteCSV},
	}
}

// Curl returns the shell command that sends an exchange's request again, without the token; see show.Curl.
func Curl(x reports.Exchange) string { return strings.Join(show.Curl(x, ""), " ") }

// Write writes the report in the form and to the place that spec names. The
// report must be concluded. A file is written whole or not at all.
func Write(spec Spec, r *reports.Report, stdout io.Writer) error {
	return Reports().Write(spec, r, stdout)
}

// Names returns the names of the formats.
func (all Table[T]) Names() []string {
	var names []string
	for _, f := range all {
		names = append(names, f.name)
	}
	return names
}

func (all Table[T]) index(name string) int {
	return slices.IndexFunc(all, func(f format[T]) bool { return f.name == name })
}

func (all Table[T]) parse(text string) (Spec, error) {
	name, path, separated := strings.Cut(text, "=")
	known := "formats: " + strings.Join(all.Names(), ", ")
	i := all.index(name)
	switch {
	case separated && i >= 0 && path != "":
		// The name of the file may ask for another form of the format: oin=evidence.csv is oin-csv.
		if form := name + strings.Replace(strings.ToLower(filepath.Ext(path)), ".", "-", 1); all.index(form) >= 0 {
			name = form
		}
		return Spec{Format: name, Path: path}, nil
	case i >= 0:
		return Spec{}, fmt.Errorf("report %q names no file; write %s=%s, or %s=- for standard output (%s)",
			text, name, "report"+all[i].ext, name, known)
	case !separated:
		guess := "json"
		for _, f := range all {
			if guess == "json" && strings.EqualFold(filepath.Ext(text), f.ext) {
				guess = f.name // the first of those that are written to such files
			}
		}
		return Spec{}, fmt.Errorf("report %q names no format; write FORMAT=PATH, such as %s=%s (%s)", text, guess, text, known)
	}
	return Spec{}, fmt.Errorf("report %q: there is no format %q (%s)", text, name, known)
}

// ParseSpecs reads each FORMAT=PATH and refuses two to one place.
func (all Table[T]) ParseSpecs(texts []string) ([]Spec, error) {
	var out []Spec
	for _, text := range texts {
		spec, err := all.parse(text)
		if err != nil {
			return nil, err
		}
		for _, other := range out {
			if filepath.Clean(other.Path) == filepath.Clean(spec.Path) {
				return nil, fmt.Errorf("reports %s and %s both go to %s; give each a place of its own", other.Format, spec.Format, spec.Path)
			}
		}
		out = append(out, spec)
	}
	return out, nil
}

// Write writes what is to be shown in the form and to the place that spec
// names. A file is written whole or not at all.
func (all Table[T]) Write(spec Spec, value T, stdout io.Writer) error {
	i := all.index(spec.Format)
	if i < 0 {
		return fmt.Errorf("there is no report format %q", spec.Format)
	}
	write := func(w io.Writer) error { return all[i].write(w, value) }
	if spec.Path == "-" {
		return buffered(stdout, write)
	}
	return writeFile(spec.Path, write)
}

// Diffs returns the formats of a comparison.
func Diffs() Table[*reports.Diff] {
	return Table[*reports.Diff]{
		{"console", ".txt", func(w io.Writer, d *reports.Diff) error {
			return console.ShowDiff(w, d, console.Options{Width: show.PlainWidth})
		}},
		{"markdown", ".md", markdown.WriteDiff},
		{"html", ".html", html.WriteDiff},
	}
}

// Trends returns the formats of a history.
func Trends() Table[*reports.Trend] {
	return Table[*reports.Trend]{
		{"console", ".txt", func(w io.Writer, t *reports.Trend) error {
			return console.ShowTrend(w, t, console.Options{Width: show.PlainWidth})
		}},
		{"csv", ".csv", writeTrendCSV},
	}
}
