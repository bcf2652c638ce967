// Made by tools/frontend.py: imports frontend/ts/<package>/*.ts of every package.
declare module "packages:behaviours";
declare module "*.css";
