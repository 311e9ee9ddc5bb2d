package roster

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadCSV reads a CSV roster (RFC 4180): a header row that names the columns in any order and case, then a row a
// person. userName and one of the others suffice. It reads row by row; file stands for it in errors.
func ReadCSV(file string, in io.Reader, options Options) (*Roster, error) {
	c := newCollector(file, options)
	r, problem := text(in)
	if problem != nil {
		c.problems = append(c.problems, *problem)
		return c.done()
	}
	rows := csv.NewReader(r)
	rows.ReuseRecord = true
	rows.FieldsPerRecord = -1
	header, err := rows.Read()
	switch {
	case errors.Is(err, io.EOF):
		c.refuse(0, "start with a header row, such as: userName,givenName,familyName,email,groups,role", "the file is empty")
		return c.done()
	case err != nil:
		c.broken(err)
		return c.done()
	}
	names, ok := c.header(header)
	if !ok {
		return c.done()
	}
	row := make(map[string]string, len(names))
	for !c.full() {
		record, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			c.broken(err)
			break
		}
		line, _ := rows.FieldPos(0)
		if strings.Join(record, "") == "" { // a row of a spreadsheet with nothing in it
			continue
		}
		if len(record) != len(names) {
			c.refuse(line, "put quotes around a value that holds a comma; separate groups with semicolons",
				"the row has %d values, the header %d columns", len(record), len(names))
			continue
		}
		for i, name := range names {
			row[name] = strings.Clone(record[i]) // the record is one text: a kept part would keep it whole
		}
		var groups []string
		if row[Groups] != "" {
			groups = strings.Split(row[Groups], ";")
		}
		c.add(line, row, groups)
	}
	return c.done()
}

// header gives the column at each place.
func (c *collector) header(record []string) ([]string, bool) {
	before := len(c.problems)
	names := make([]string, len(record))
	if len(record) == 1 {
		for _, separator := range []struct{ sign, name string }{{";", "semicolons"}, {"\t", "tabs"}, {"|", "bars"}} {
			if strings.Contains(record[0], separator.sign) {
				c.refuse(1, "save it with commas between the columns; semicolons separate groups",
					"the columns are separated by %s", separator.name)
				return nil, false
			}
		}
	}
	for i, heading := range record {
		name, known := column(heading)
		switch {
		case !known && strings.TrimSpace(heading) == "":
			c.refuse(1, "name it or remove it", "column %d has no heading", i+1)
		case !known:
			c.refuse(1, unknownColumn(heading), "there is no column %q", strings.TrimSpace(heading))
		case slices.Contains(names[:i], name):
			c.refuse(1, "keep one of the two", "the column %s is there twice", name)
		}
		names[i] = name
		c.roster.Columns[name] = true
	}
	if len(c.problems) > before {
		return nil, false
	}
	if !slices.Contains(names, UserName) {
		c.refuse(1, "add it: the user name that Okta sends", "the column userName is missing")
	} else if len(names) == 1 && !c.options.Leavers {
		c.refuse(1, "add at least one of "+strings.Join(columns()[1:], ", ")+": there is nothing to check about a name alone",
			"the only column is userName")
	}
	return names, len(c.problems) == before
}

// broken notes an error of CSV itself; the rest of the file cannot be trusted.
func (c *collector) broken(err error) {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		c.refuse(0, "", "the file cannot be read: %v", err)
		return
	}
	switch {
	case errors.Is(parse.Err, csv.ErrBareQuote):
		c.refuse(parse.Line, `put quotes around the whole value and write a quote within as ""`,
			"a quote stands inside a value")
	case errors.Is(parse.Err, csv.ErrQuote):
		c.refuse(parse.StartLine, fmt.Sprintf(`close it; the row was read up to line %d`, parse.Line),
			"a quote of the row that starts here is not closed, or more text follows it")
	default:
		c.refuse(parse.Line, "is this a CSV file?", "the row cannot be read: %v", parse.Err)
	}
}

// WriteCSV writes a roster that ReadCSV reads. A group whose name holds a semicolon has no place in CSV.
func WriteCSV(out io.Writer, people []Person) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{UserName, GivenName, FamilyName, Email, Groups, Role, StatusOf}); err != nil {
		return err
	}
	for _, p := range people {
		for _, g := range p.Groups {
			if strings.Contains(g, ";") {
				return fmt.Errorf("the group %q of %s has a semicolon in its name, which separates groups in CSV: rename it, or "+
					"write the roster as YAML by hand", g, p.UserName)
			}
		}
		status := p.Status
		if status == Assigned {
			status = ""
		}
		if err := w.Write([]string{p.UserName, p.GivenName, p.FamilyName, p.Email, strings.Join(p.Groups, ";"), p.Role,
			string(status)}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
