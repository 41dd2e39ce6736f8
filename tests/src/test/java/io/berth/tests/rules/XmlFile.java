package io.berth.tests.rules;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A build file that is asked by path, so that the tests follow what the build really does. */
record XmlFile(Path path, Document document) {

  static XmlFile read(Path path) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new XmlFile(path, factory.newDocumentBuilder().parse(path.toFile()));
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("Cannot read " + path, e);
    }
  }

  /** The stripped text of each place that the path names. */
  List<String> texts(String place) {
    try {
      Object found =
          XPathFactory.newInstance().newXPath().evaluate(place, document, XPathConstants.NODESET);
      NodeList nodes = (NodeList) found;
      return IntStream.range(0, nodes.getLength())
          .mapToObj(index -> nodes.item(index).getTextContent().strip())
          .toList();
    } catch (XPathExpressionException e) {
      throw new IllegalStateException("Not a path: " + place, e);
    }
  }

  String text(String place) {
    List<String> texts = texts(place);
    if (texts.size() != 1) {
      throw new IllegalStateException(
          "%s holds %d times %s, wanted once".formatted(path, texts.size(), place));
    }
    return texts.getFirst();
  }
}
