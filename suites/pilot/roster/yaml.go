package roster

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/oktascim/oktascim/suites/yamlnode"
)

// maxYAML bounds a YAML roster, in bytes: some ten thousand people. A parsed file takes many times its size in memory.
const maxYAML = 2 << 20

// ReadYAML reads a YAML roster: a list of people, or a list below the key `people`. The keys are the columns of the CSV
// form; groups may be a list or a text with semicolons.
func ReadYAML(file string, in io.Reader, options Options) (*Roster, error) {
	c := newCollector(file, options)
	r, problem := text(in)
	if problem != nil {
		c.problems = append(c.problems, *problem)
		return c.done()
	}
	data, err := io.ReadAll(io.LimitReader(r, maxYAML+1))
	switch {
	case err != nil:
		c.refuse(0, "", "the file cannot be read: %v", err)
	case len(data) > maxYAML:
		c.refuse(0, "write it as CSV, which has no limit", "a YAML roster larger than 2 MiB is not read")
	case !utf8.Valid(data):
		c.refuse(0, "save it as UTF-8", "the file is not UTF-8")
	case strings.TrimSpace(string(data)) == "":
		c.refuse(0, "list the people: `people: [{userName: ann@example.com, role: Admin}]`", "the file is empty")
	default:
		c.yaml(data)
	}
	return c.done()
}

func (c *collector) yaml(data []byte) {
	file, err := yamlnode.Parse(data)
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil {
			c.refuse(syntax.GetToken().Position.Line, "check indentation, colons and quotes here and on the line above",
				"this is not valid YAML: %s", syntax.GetMessage())
		} else {
			c.refuse(0, "write it as CSV", "this is not valid YAML")
		}
		return
	}
	for i, document := range file.Docs {
		if i > 0 && document.Body != nil {
			c.refuse(line(document.Body), "keep one", "the file holds more than one YAML document")
			return
		}
		if people := c.list(document.Body); people != nil {
			c.people(people)
		}
	}
}

// list is the list of people; nil when there is none.
func (c *collector) list(body ast.Node) *ast.SequenceNode {
	const fix = "write `people:` and below it a list, an entry a person: `- {userName: ann@example.com, role: Admin}`"
	if people, isList := body.(*ast.SequenceNode); isList || body == nil {
		return people
	}
	entries, isMapping := yamlnode.Entries(body)
	if !isMapping {
		c.refuse(line(body), fix, "the file is not a list of people")
	}
	var people *ast.SequenceNode
	for _, entry := range entries {
		key := yamlnode.Key(entry.Key)
		list, isList := entry.Value.(*ast.SequenceNode)
		switch {
		case !strings.EqualFold(key, "people"):
			c.refuse(line(entry.Key), "the only key is people", "there is no key %q", key)
		case !isList:
			c.refuse(line(entry.Key), fix, "people is not a list")
		case people != nil:
			c.refuse(line(entry.Key), "keep one list", "people is there twice")
		default:
			people = list
		}
	}
	return people
}

func (c *collector) people(list *ast.SequenceNode) {
	for _, entry := range list.Values {
		if c.full() {
			return
		}
		person, ok := yamlnode.Entries(entry)
		if !ok {
			c.refuse(line(entry), "write it as `- userName: …` with the other keys below", "this entry is not a person")
			continue
		}
		c.person(line(entry), person)
	}
}

func (c *collector) person(at int, entries []*ast.MappingValueNode) {
	before := len(c.problems)
	row := map[string]string{}
	var groups []string
	for _, entry := range entries {
		key, at := yamlnode.Key(entry.Key), line(entry.Key)
		name, known := column(key)
		if !known {
			c.refuse(at, unknownColumn(key), "there is no key %q", key)
			continue
		}
		if _, twice := row[name]; twice {
			c.refuse(at, "keep one of the two", "the key %s is there twice", name)
			continue
		}
		c.roster.Columns[name] = true
		list, isList := entry.Value.(*ast.SequenceNode)
		if name == Groups && isList {
			row[name] = ""
			for _, g := range list.Values {
				v, ok := scalar(g)
				if !ok {
					c.refuse(line(g), "list the groups' names", "this is not the name of a group")
				}
				groups = append(groups, v)
			}
			continue
		}
		v, ok := scalar(entry.Value)
		if !ok {
			c.refuse(at, "write one text", "%s is not a text", name)
			continue
		}
		row[name] = v
		if name == Groups && v != "" {
			groups = strings.Split(v, ";")
		}
	}
	if len(row) == 1 && row[UserName] != "" && !c.options.Leavers {
		c.refuse(at, "add at least one of "+strings.Join(columns()[1:], ", "), "nothing but the userName is stated")
	}
	if len(c.problems) == before {
		c.add(at, row, groups)
	}
}

// scalar returns the text of a node that is one value; none is empty.
func scalar(node ast.Node) (string, bool) {
	if _, isNull := node.(*ast.NullNode); isNull || node == nil {
		return "", true
	}
	return yamlnode.Text(node)
}

func line(node ast.Node) int {
	at, _, _ := yamlnode.Place(node)
	return at
}
