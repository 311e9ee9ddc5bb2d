package sqlite

import (
	"database/sql"

	"github.com/oktascim/oktascim/provider"
)

// change is one thing that a transaction did.
type change struct {
	op            operation
	resource      *provider.Resource // put, remove: Kind and ID
	group, member string             // addMember, removeMember
}

type operation int

const (
	put operation = iota
	remove
	addMember
	removeMember
)

// apply does to memory what the change says.
func (c change) apply(tx provider.Tx) {
	switch c.op {
	case put:
		tx.Put(c.resource)
	case remove:
		tx.Delete(c.resource.Kind, c.resource.ID)
	case addMember:
		tx.AddMember(c.group, c.member)
	case removeMember:
		tx.RemoveMember(c.group, c.member)
	}
}

// recorder is a transaction on memory that remembers what was changed.
type recorder struct {
	provider.Tx
	changes []change
}

func (r *recorder) Put(resource *provider.Resource) {
	r.Tx.Put(resource)
	r.changes = append(r.changes, change{op: put, resource: resource})
}

func (r *recorder) Delete(kind, id string) {
	r.Tx.Delete(kind, id)
	r.changes = append(r.changes, change{op: remove, resource: &provider.Resource{Kind: kind, ID: id}})
}

func (r *recorder) AddMember(group, member string) bool {
	added := r.Tx.AddMember(group, member)
	if added {
		r.changes = append(r.changes, change{op: addMember, group: group, member: member})
	}
	return added
}

func (r *recorder) RemoveMember(group, member string) bool {
	removed := r.Tx.RemoveMember(group, member)
	if removed {
		r.changes = append(r.changes, change{op: removeMember, group: group, member: member})
	}
	return removed
}

// statements are those of the operations, ready to be executed.
type statements map[operation]*sql.Stmt

func prepareStatements(db *sql.DB) (statements, error) {
	on := statements{}
	for op, query := range map[operation]string{
		put:          "INSERT INTO resources (tenant, kind, id, data) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, kind, id) DO UPDATE SET data = excluded.data",
		remove:       "DELETE FROM resources WHERE tenant = ? AND kind = ? AND id = ?",
		addMember:    `INSERT INTO members (tenant, "group", member) VALUES (?, ?, ?)`,
		removeMember: `DELETE FROM members WHERE tenant = ? AND "group" = ? AND member = ?`,
	} {
		var err error
		if on[op], err = db.Prepare(query); err != nil {
			return nil, err
		}
	}
	return on, nil
}

// save writes the changes of one transaction, all or none.
func (s *Storage) save(tenant string, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	on := statements{}
	for op, statement := range s.on {
		on[op] = tx.Stmt(statement)
	}
	for _, c := range changes {
		args := []any{tenant, c.group, c.member}
		if c.resource != nil {
			args = []any{tenant, c.resource.Kind, c.resource.ID}
		}
		if c.op == put {
			data, err := encode(c.resource)
			if err != nil {
				return err
			}
			args = append(args, data)
		}
		if _, err := on[c.op].Exec(args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
