<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE CHANNEL SYSTEM "http://quay.example/dtd/cdf.dtd">
<CHANNEL HREF="http://quay.example/" BASE="http://quay.example/">
  <TITLE>Quay channel</TITLE>
  <ABSTRACT>An old format</ABSTRACT>
  <ITEM HREF="http://quay.example/pilots.html" LASTMOD="2026-11-22T10:30:00+08:00">
    <TITLE>Pilots vote to strike</TITLE>
    <ABSTRACT>The pilots of the harbour voted on Sunday.</ABSTRACT>
  </ITEM>
  <ITEM HREF="http://quay.example/dredger.html">
    <TITLE>Dredger arrives</TITLE>
  </ITEM>
</CHANNEL>
