package profile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/oktascim/oktascim/suites/yamlnode"
)

// Limits of a profile file. They keep hostile input from costing time; real profiles are far below.
const (
	maxBytes = 1 << 20
	maxLines = 10_000
	maxLine  = 10_000 // bytes
	maxDepth = 50     // open brackets and braces
	maxMarks = 20_000 // colons, commas and hyphens, each of which may start an entry
)

// Load reads the profile in the file path. What is wrong with its content is an *Error. Relative names of TLS files
// become relative to the profile's directory.
func Load(path string) (*Profile, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("cannot open the app profile: %w; `oktascim init` writes one", err)
	case err != nil:
		return nil, fmt.Errorf("cannot open the app profile: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read the app profile: %w", err)
	}
	p, err := Parse(path, data)
	if err != nil {
		return nil, err
	}
	for _, name := range []*string{&p.SCIM.TLS.CAFile, &p.SCIM.TLS.CertFile, &p.SCIM.TLS.KeyFile} {
		if *name != "" && !filepath.IsAbs(*name) {
			*name = filepath.Join(filepath.Dir(path), *name)
		}
	}
	return p, nil
}

// Parse reads a profile, lays it over Default and validates the result. The error, if any, is an *Error with all
// problems; name stands for the file in it. A UTF-8 byte order mark and CRLF line ends are accepted, as editors on
// Windows write them (YAML 1.2, sections 5.2 and 5.4).
func Parse(name string, data []byte) (*Profile, error) {
	t, value := open(profileFile(), data)
	p := Default()
	if len(t.nodes) > 0 {
		t.judge(profileSchema(), value)
		if section, isSection := value.(map[string]any); isSection && !t.isFull() {
			if err := decode(section, p); err != nil {
				return nil, err
			}
			t.fill(p)
			t.contradictions(p)
		}
	}
	if len(t.problems) > 0 {
		return nil, &Error{File: name, Problems: sorted(t.problems)}
	}
	return p, nil
}

// Validate reports everything that is wrong with p as an *Error without places. Parse has done so already; it is for a
// profile that flags or the environment have changed since.
func (p *Profile) Validate() error {
	value, err := encoded(p)
	if err != nil {
		return err
	}
	t := newTree(profileFile(), source{})
	t.judge(profileSchema(), value)
	t.contradictions(p)
	if len(t.problems) > 0 {
		return &Error{Problems: t.problems}
	}
	return nil
}

// open reads a file as a tree and the value of its one document. What is wrong is noted as problems; when the file is
// not one document of YAML, the tree has no nodes.
func open(what file, data []byte) (*tree, any) {
	text := string(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	text = strings.ReplaceAll(text, "\r\n", "\n") // the parser counts some of these as two line ends
	t := newTree(what, newSource(text))
	if p := what.unreadable(text); p != nil {
		t.problems = []Problem{*p}
		return t, nil
	}
	body := t.body(text)
	if body == nil {
		return t, nil
	}
	return t, t.value(body, "", 0)
}

// fill derives what depends on other keys: the crowd follows a smaller bound on users, the largest group a smaller
// crowd, and whoever states a seat limit means a tenant that checks may fill, unless he says otherwise.
func (t *tree) fill(p *Profile) {
	if !t.stated("seats.test_tenant") && p.Seats != nil {
		p.Seats.TestTenant = p.HasAction(PushNewUsers)
	}
	if !t.stated("test_data.max_users") && p.Safety.MaxUsers > 0 {
		p.TestData.MaxUsers = min(p.TestData.MaxUsers, p.Safety.MaxUsers)
	}
	if !t.stated("test_data.max_members") {
		p.TestData.MaxMembers = min(p.TestData.MaxMembers, max(1, p.TestData.MaxUsers))
	}
}

// unreadable is the problem of a file that is not worth parsing; nil when there is none.
func (f file) unreadable(text string) *Problem {
	wrong := "is this the right file? It must be " + f.noun
	switch {
	case len(text) > maxBytes:
		return &Problem{Message: "the file is larger than 1 MiB", Fix: wrong}
	case strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"):
		return &Problem{Message: "the file is in UTF-16", Fix: "save it as UTF-8"}
	case strings.ContainsRune(text, 0):
		return &Problem{Message: "the file holds binary data", Fix: wrong}
	case strings.Count(text, ":")+strings.Count(text, ",")+strings.Count(text, "- ") > maxMarks:
		return &Problem{Message: "the file holds too many entries", Fix: wrong}
	case strings.TrimSpace(text) == "":
		return &Problem{Message: "the file is empty", Fix: f.sample}
	}
	depth := 0
	for i, line := range strings.Split(text, "\n") {
		depth += strings.Count(line, "[") + strings.Count(line, "{") - strings.Count(line, "]") - strings.Count(line, "}")
		at := Problem{Line: i + 1, Column: 1}
		switch {
		case !utf8.ValidString(line):
			at.Message, at.Fix = "this line is not UTF-8", "save the file as UTF-8"
		case len(line) > maxLine:
			at.Message, at.Fix = fmt.Sprintf("this line is longer than %d bytes", maxLine), "write lists one item a line"
		case i >= maxLines:
			at.Message, at.Fix = fmt.Sprintf("the file has more than %d lines", maxLines), wrong
		case depth > maxDepth || strings.Count(line, "[")+strings.Count(line, "{") > maxLine/10:
			at.Message, at.Fix = "too many open brackets or braces", "close them, or write the list one item a line"
		default:
			continue
		}
		return &at
	}
	return nil
}

// body is the one document of a file. Tabs that indent and errors of YAML itself are noted as problems.
func (t *tree) body(text string) ast.Node {
	for i, line := range t.source.lines {
		indent := line[:indentOf(line)]
		content := strings.TrimSpace(line)
		if column := strings.IndexByte(indent, '\t') + 1; column > 0 && content != "" && content[0] != '#' {
			t.add("", place{i + 1, column, 1}, hideInAuth, "the line is indented with a tab, which YAML does not allow",
				"use spaces, two a level")
		}
	}
	if len(t.problems) > 0 {
		return nil
	}
	file, err := yamlnode.Parse([]byte(text))
	if err != nil {
		t.syntax(err)
		return nil
	}
	var bodies []*ast.DocumentNode
	for _, document := range file.Docs {
		if document.Body != nil {
			bodies = append(bodies, document)
		}
	}
	switch len(bodies) {
	case 0:
		t.add("", place{1, 1, 1}, hideNothing, "the file holds nothing but comments",
			"remove the # before what you need, or "+t.file.sample)
		return nil
	case 1:
		return bodies[0].Body
	}
	at := placeOf(bodies[1].Body)
	if bodies[1].Start != nil {
		at = place{bodies[1].Start.Position.Line, bodies[1].Start.Position.Column, 3}
	}
	t.add("", at, hideNothing, fmt.Sprintf("the file holds %d YAML documents", len(bodies)),
		"keep one: "+t.file.noun+" is one document, so put the others into files of their own")
	return nil
}

// syntax notes an error of YAML itself.
func (t *tree) syntax(err error) {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		t.add("", place{1, 1, 1}, hideNothing, "the file is not YAML", t.file.compare)
		return
	}
	token := syntax.GetToken()
	message, fix := explainSyntax(syntax.GetMessage())
	t.add("", place{token.Position.Line, token.Position.Column, 1}, hideInAuth, message, fix)
}

// explainSyntax says in plain words what the YAML parser complains about.
func explainSyntax(message string) (plain, fix string) {
	for _, known := range []struct{ part, plain, fix string }{
		{"mapping value is not allowed", "there is a second colon here, or the indentation of the next line is wrong",
			"put the value in quotes if it holds a colon and a space, and indent keys of one level alike"},
		{"value is not allowed in this context", "this line is indented differently from the lines it belongs with",
			"indent the keys of one section alike"},
		{"could not find end character", "this quote is never closed", "close it on the same line"},
		{"',' or ']' must be specified", "the list opened with [ above is not closed", "close it with ] before this line"},
		{"sequence end token ']' not found", "the list opened with [ here is not closed", "close it with ]"},
		{"flow mapping end token '}'", "the braces opened with { here are not closed", "close them with }"},
		{"could not find flow map", "the braces opened with { above are not closed", "close them with } before this place"},
		{"reserved character", "a value cannot start with @ or ` in YAML", "put the value in quotes"},
		{"directive", "a value cannot start with % in YAML", "put the value in quotes"},
		{"cannot start any token", "a tab stands where YAML wants spaces", "use spaces"},
	} {
		if strings.Contains(message, known.part) {
			return known.plain, known.fix
		}
	}
	return "this is not valid YAML: " + mask(message), "check indentation, colons and quotes here and on the line above"
}
