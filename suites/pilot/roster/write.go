package roster

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// WriteCSV writes a roster that ReadCSV reads. A group whose name holds a semicolon has no place in CSV.
func WriteCSV(out io.Writer, people []Person) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{UserName, GivenName, FamilyName, Email, Groups, Role, StatusOf}); err != nil {
		return err
	}
	for _, p := range people {
		for _, g := range p.Groups {
			if strings.Contains(g, ";") {
				return fmt.Errorf("the group %q of %s has a semicolon in its name, which separates groups in CSV: rename it, or write the roster as YAML by hand", g, p.UserName)
			}
		}
		status := p.Status
		if status == Assigned {
			status = ""
		}
		if err := w.Write([]string{p.UserName, p.GivenName, p.FamilyName, p.Email, strings.Join(p.Groups, ";"), p.Role, string(status)}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
