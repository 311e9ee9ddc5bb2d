package reports

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// Spec is one report that is asked for: FORMAT=PATH.
type Spec struct {
	Format string
	// Path is a file, or "-" for standard output.
	Path string
}

// format is one form of a report.
type format struct {
	name  string
	ext   string // of the files it is usually written to
	write func(io.Writer, *Report) error
}

func formats() []format {
	return []format{
		{"console", ".txt", WriteConsole},
		{"json", ".json", WriteJSON},
		{"junit", ".xml", WriteJUnit},
		{"html", ".html", WriteHTML},
	}
}

// Formats are the names of all formats.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// ParseSpec reads FORMAT=PATH.
func ParseSpec(text string) (Spec, error) {
	name, path, separated := strings.Cut(text, "=")
	all := "formats: " + strings.Join(Formats(), ", ")
	i := slices.IndexFunc(formats(), func(f format) bool { return f.name == name })
	switch {
	case separated && i >= 0 && path != "":
		return Spec{Format: name, Path: path}, nil
	case i >= 0:
		return Spec{}, fmt.Errorf("report %q names no file; write %s=%s, or %s=- for standard output (%s)",
			text, name, "report"+formats()[i].ext, name, all)
	case !separated:
		guess := "json"
		for _, f := range formats() {
			if strings.EqualFold(filepath.Ext(text), f.ext) {
				guess = f.name
			}
		}
		return Spec{}, fmt.Errorf("report %q names no format; write FORMAT=PATH, such as %s=%s (%s)", text, guess, text, all)
	}
	return Spec{}, fmt.Errorf("report %q: there is no format %q (%s)", text, name, all)
}

// ParseSpecs reads several and refuses two reports to one place.
func ParseSpecs(texts []string) ([]Spec, error) {
	var out []Spec
	for _, text := range texts {
		spec, err := ParseSpec(text)
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

// Write writes the report in the form and to the place that spec names. The
// report must be concluded. A file is written whole or not at all.
func Write(spec Spec, r *Report, stdout io.Writer) error {
	i := slices.IndexFunc(formats(), func(f format) bool { return f.name == spec.Format })
	if i < 0 {
		return fmt.Errorf("there is no report format %q", spec.Format)
	}
	write := func(w io.Writer) error { return formats()[i].write(w, r) }
	if spec.Path == "-" {
		return buffered(stdout, write)
	}
	return writeFile(spec.Path, write)
}
