package org.volunteerscheduler.dev;
public final class Demo { public static void main(String[] a) {} }
