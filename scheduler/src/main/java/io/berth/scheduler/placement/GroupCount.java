package io.berth.scheduler.placement;

/**
 * How many tasks of a group a host has.
 *
 * @param wanted those that shall run: by these, tasks are spread
 * @param living those that are not over, which may stop already
 */
record GroupCount(int wanted, int living) {
  static final GroupCount NONE = new GroupCount(0, 0);

  GroupCount plus(int moreWanted, int moreLiving) {
    return new GroupCount(wanted + moreWanted, living + moreLiving);
  }
}
