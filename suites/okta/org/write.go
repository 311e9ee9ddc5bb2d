package org

import (
	"context"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
	"github.com/okta/okta-sdk-golang/v2/okta/query"
)

// CreateUser makes an active person. The password keeps Okta from sending an
// activation e-mail.
func (c *Client) CreateUser(ctx context.Context, u User, password string) (User, error) {
	c.config.Secret(password)
	got, resp, err := c.sdk.User.CreateUser(ctx, sdk.CreateUserRequest{
		Profile:     u.profile(),
		Credentials: &sdk.UserCredentials{Password: &sdk.PasswordCredential{Value: password}},
	}, query.NewQueryParams(query.WithActivate(true)))
	if err != nil || got == nil {
		return User{}, explain("creating the person "+u.Login, resp, err)
	}
	return userOf(got), nil
}

// UpdateUser changes the profile of a person; what u leaves empty is emptied.
func (c *Client) UpdateUser(ctx context.Context, u User) error {
	_, resp, err := c.sdk.User.PartialUpdateUser(ctx, u.ID, sdk.User{Profile: u.profile()}, nil)
	return explain("updating the person "+u.Login, resp, err)
}

// DeactivateUser deactivates a person; Okta ends the person's assignments.
func (c *Client) DeactivateUser(ctx context.Context, userID string) error {
	resp, err := c.sdk.User.DeactivateUser(ctx, userID, query.NewQueryParams(query.WithSendEmail(false)))
	return explain("deactivating the person "+userID, resp, err)
}

// ActivateUser activates a deactivated person, without an e-mail.
func (c *Client) ActivateUser(ctx context.Context, userID string) error {
	_, resp, err := c.sdk.User.ActivateUser(ctx, userID, query.NewQueryParams(query.WithSendEmail(false)))
	return explain("activating the person "+userID, resp, err)
}

// DeleteUser deletes a deactivated person for good.
func (c *Client) DeleteUser(ctx context.Context, userID string) error {
	resp, err := c.sdk.User.DeactivateOrDeleteUser(ctx, userID, query.NewQueryParams(query.WithSendEmail(false)))
	return explain("deleting the person "+userID, resp, err)
}

// Assign assigns a person to the app.
func (c *Client) Assign(ctx context.Context, appID, userID string) (AppUser, error) {
	got, resp, err := c.sdk.Application.AssignUserToApplication(ctx, appID, sdk.AppUser{Id: userID, Scope: "USER"})
	if err != nil || got == nil {
		return AppUser{}, explain("assigning the person "+userID+" to the app", resp, err)
	}
	return appUserOf(got), nil
}

// Unassign ends a person's assignment to the app.
func (c *Client) Unassign(ctx context.Context, appID, userID string) error {
	resp, err := c.sdk.Application.DeleteApplicationUser(ctx, appID, userID, query.NewQueryParams(query.WithSendEmail(false)))
	return explain("unassigning the person "+userID+" from the app", resp, err)
}

// CreateGroup makes an empty group.
func (c *Client) CreateGroup(ctx context.Context, name string) (Group, error) {
	got, resp, err := c.sdk.Group.CreateGroup(ctx, sdk.Group{Profile: &sdk.GroupProfile{Name: name, Description: "Made by oktascim, which deletes it again"}})
	if err != nil || got == nil {
		return Group{}, explain("creating the group "+name, resp, err)
	}
	return groupOf(got), nil
}

// AddToGroup makes a person a member of a group.
func (c *Client) AddToGroup(ctx context.Context, groupID, userID string) error {
	resp, err := c.sdk.Group.AddUserToGroup(ctx, groupID, userID)
	return explain("adding a member to the group "+groupID, resp, err)
}

// RemoveFromGroup ends a membership.
func (c *Client) RemoveFromGroup(ctx context.Context, groupID, userID string) error {
	resp, err := c.sdk.Group.RemoveUserFromGroup(ctx, groupID, userID)
	return explain("removing a member from the group "+groupID, resp, err)
}

// DeleteGroup deletes a group.
func (c *Client) DeleteGroup(ctx context.Context, groupID string) error {
	resp, err := c.sdk.Group.DeleteGroup(ctx, groupID)
	return explain("deleting the group "+groupID, resp, err)
}
