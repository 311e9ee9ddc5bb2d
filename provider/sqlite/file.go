package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/oktascim/oktascim/provider"
)

const (
	applicationID = 0x6f6b7363 // "oksc": says that a SQLite file is ours
	version       = 1          // of the tables
)

// tables: seq is the order in which resources and members came. A membership can outlive its resources, as in
// provider.Tx.
const tables = `
CREATE TABLE resources (seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, UNIQUE (tenant, kind, id));
CREATE TABLE members (seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, "group" TEXT NOT NULL, member TEXT NOT NULL, UNIQUE (tenant, "group", member));
`

// prepareFile makes the tables of a new file, and refuses a file of somebody else.
func prepareFile(db *sql.DB) error {
	var id, have, objects int
	for query, to := range map[string]*int{
		"PRAGMA application_id": &id, "PRAGMA user_version": &have, "SELECT count(*) FROM sqlite_schema": &objects,
	} {
		if err := db.QueryRow(query).Scan(to); err != nil {
			return err
		}
	}
	switch {
	case objects == 0:
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if _, err := tx.Exec(tables + fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID,
			version)); err != nil {
			return err
		}
		return tx.Commit()
	case id != applicationID:
		return fmt.Errorf("this SQLite file belongs to another program; name another file")
	case have > version:
		return fmt.Errorf("this file was written by a newer oktascim (format %d, this one knows %d); use that one, or another file", have, version)
	}
	return nil
}

// row is what the column data holds of a resource, as JSON.
type row struct {
	Attributes provider.Object `json:"attributes"`
	Created    time.Time       `json:"created"`
	Modified   time.Time       `json:"modified"`
	Managed    bool            `json:"managed,omitempty"`
	LocalAdmin bool            `json:"local_admin,omitempty"`
}

func encode(r *provider.Resource) (string, error) {
	data, err := json.Marshal(row{r.Attributes, r.Created, r.Modified, r.Managed, r.LocalAdmin})
	return string(data), err
}

func decode(kind, id, data string) (*provider.Resource, error) {
	var r row
	if err := json.Unmarshal([]byte(data), &r); err != nil {
		return nil, fmt.Errorf("the %s %s cannot be read: %w", kind, id, err)
	}
	return &provider.Resource{Kind: kind, ID: id, Attributes: r.Attributes, Created: r.Created, Modified: r.Modified,
		Managed: r.Managed, LocalAdmin: r.LocalAdmin}, nil
}

// load reads the whole file into memory.
func (s *Storage) load() error {
	changes := map[string][]change{}
	err := each(s.db, "SELECT tenant, kind, id, data FROM resources ORDER BY seq",
		func(tenant, kind, id, data string) error {
			r, err := decode(kind, id, data)
			changes[tenant] = append(changes[tenant], change{op: put, resource: r})
			return err
		})
	if err != nil {
		return err
	}
	err = each(s.db, `SELECT tenant, "group", member, '' FROM members ORDER BY seq`,
		func(tenant, group, member, _ string) error {
			changes[tenant] = append(changes[tenant], change{op: addMember, group: group, member: member})
			return nil
		})
	if err != nil {
		return err
	}
	for tenant, list := range changes {
		err := s.memory.Write(tenant, func(tx provider.Tx) error {
			for _, c := range list {
				c.apply(tx)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// each calls do with each row of four texts.
func each(db *sql.DB, query string, do func(a, b, c, d string) error) error {
	rows, err := db.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a, b, c, d string
		if err := rows.Scan(&a, &b, &c, &d); err != nil {
			return err
		}
		if err := do(a, b, c, d); err != nil {
			return err
		}
	}
	return rows.Err()
}
