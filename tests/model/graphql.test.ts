import { expect, it } from 'vitest';
import { rootFieldsOf } from '../../src/model/graphql.ts';

it.each([
  ['{ book(id: "7") { title } }', 'book'],
  ['query Book($id: ID!) { book(id: $id) { title author { name } } }', 'book'],
  ['mutation Rate($id: ID!, $stars: Int!) {\n  rate(id: $id, stars: $stars) { id stars }\n}', 'rate'],
  ['query { first: book(id: 1) { title } writer: author(id: 2) { name } }', 'book+author'],
  ['# what we read\nquery A @live { books(filter: { title: "a { b }" }) @include(if: $x) { title } }', 'books'],
  ['query B { ...all books { ...parts } } fragment parts on Book { title }', 'books'],
  ['fragment parts on Book { title } query B { books { ...parts } }', 'books'],
  ['subscription { reviewAdded { stars } }', 'reviewAdded'],
])('the root fields of %s are %s', (text, fields) => {
  expect(rootFieldsOf(text)).toBe(fields);
});

it.each(['', 'SELECT 1', '{ book { title }', 'queryable', '{"query": 1}'])('"%s" is no document', (text) => {
  expect(rootFieldsOf(text)).toBeNull();
});
