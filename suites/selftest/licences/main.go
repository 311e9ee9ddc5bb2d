// Command licences lists the licence of every module that is linked into
// oktascim, and fails when one is not known to be permissive.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is one module as `go list` shows it.
type module struct {
	Path, Version, Dir string
}

func main() {
	if err := list(os.Stdout, "./cmd/oktascim"); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

// list writes a line a module: path, version, licence.
func list(out io.Writer, program string) error {
	modules, err := linked(program)
	if err != nil {
		return err
	}
	var unknown []string
	for _, m := range modules {
		licence, err := licenceIn(m.Dir)
		if err != nil {
			unknown = append(unknown, m.Path+": "+err.Error())
			continue
		}
		fmt.Fprintf(out, "%-48s %-42s %s\n", m.Path, m.Version, licence)
	}
	if len(unknown) > 0 {
		return fmt.Errorf("look at these by hand:\n  %s", strings.Join(unknown, "\n  "))
	}
	return nil
}

// linked are the modules of a program, without its own.
func linked(program string) ([]module, error) {
	text, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", program).Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	slices.Sort(lines)
	var out []module
	for _, line := range slices.Compact(lines) {
		if part := strings.Split(line, "\t"); len(part) == 3 {
			out = append(out, module{Path: part[0], Version: part[1], Dir: part[2]})
		}
	}
	return out, nil
}

// licences are told by a phrase of their text; the first that fits wins.
var licences = []struct {
	name    string
	phrases []string
}{
	{"Apache-2.0", []string{"Apache License", "Version 2.0"}},
	{"MPL-2.0", []string{"Mozilla Public License", "2.0"}},
	{"BSD-3-Clause", []string{"Redistribution and use in source and binary forms", "Neither the name"}},
	{"BSD-2-Clause", []string{"Redistribution and use in source and binary forms"}},
	{"MIT", []string{"Permission is hereby granted, free of charge", "without restriction"}},
	{"ISC", []string{"Permission to use, copy, modify, and/or distribute this software"}},
}

// licenceIn names the licence of a module by its licence file.
func licenceIn(dir string) (string, error) {
	var files []string
	for _, pattern := range []string{"LICEN[CS]E*", "COPYING*", "licen[cs]e*"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		files = append(files, found...)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		plain := strings.Join(strings.Fields(string(text)), " ")
		for _, l := range licences {
			if !slices.ContainsFunc(l.phrases, func(p string) bool { return !strings.Contains(plain, p) }) {
				return l.name, nil
			}
		}
	}
	if len(files) == 0 {
		return "", errors.New("there is no licence file")
	}
	return "", fmt.Errorf("the licence in %s is not one of those known", filepath.Base(files[0]))
}
