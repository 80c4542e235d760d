using System.Xml;

namespace Adit.Client.Profiles;

/// <summary>
/// An element of a profile in XML. Namespaces do not count: Windows' own files differ in them. Whoever reads a profile takes out what it
/// understands; the rest can then be named.
/// </summary>
/// <param name="name">Without a prefix.</param>
/// <param name="line">Where it begins, counted from 1.</param>
public sealed class XmlPart(string name, int line)
{
    /// <summary>Longer than any profile that Windows takes.</summary>
    public const int MaxLength = 256 * 1024;

    private const int MaxDepth = 40;

    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly List<XmlPart> _children = [];
    private readonly HashSet<XmlPart> _taken = [];
    private string _text = "";

    /// <summary>Its name, without a prefix.</summary>
    public string Name => name;

    /// <summary>Where it begins, counted from 1.</summary>
    public int Line => line;

    /// <summary>What it says, without blanks around it.</summary>
    public string Text => _text.Trim();

    /// <summary>Reads a document; throws <see cref="ProfileException"/> where it is none. Nothing outside of it is ever read.</summary>
    /// <param name="text">The document.</param>
    /// <param name="firstLine">Where it begins in the file that it stands in.</param>
    public static XmlPart Parse(string text, int firstLine = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw new ProfileException(new ProfileFailure.FileUnreadable($"It has more than {MaxLength / 1024} KiB."), firstLine);

        try
        {
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxLength, IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            };
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\t')), settings);
            return Read(reader, firstLine - 1);
        }
        catch (XmlException e)
        {
            throw new ProfileException(new ProfileFailure.FileUnreadable(e.Message), Math.Max(1, e.LineNumber) + firstLine - 1);
        }
    }

    /// <summary>What an attribute says; null where it is not there.</summary>
    public string? Attribute(string key) => _attributes.GetValueOrDefault(key);

    /// <summary>Takes out the first child of this name; null where there is none.</summary>
    public XmlPart? Take(string child) => TakeAll(child) is [var first, ..] ? first : null;

    /// <summary>Takes out every child of this name.</summary>
    public IReadOnlyList<XmlPart> TakeAll(string child)
    {
        var found = _children.Where(part => part.Name == child).ToList();
        _taken.UnionWith(found);
        return found;
    }

    /// <summary>Follows a path of names from child to child, taking each; null where it ends early.</summary>
    public XmlPart? TakePath(params string[] path) => path.Aggregate<string, XmlPart?>(this, (part, step) => part?.Take(step));

    /// <summary>What nobody took, with everything above it taken.</summary>
    public IEnumerable<XmlPart> Left() => _children.SelectMany(child => _taken.Contains(child) ? child.Left() : [child]);

    private static XmlPart Read(XmlReader reader, int before)
    {
        var path = new Stack<XmlPart>();
        XmlPart? root = null;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Element)
                root = Enter(reader, path, before) ?? root;
            else if (reader.NodeType is XmlNodeType.EndElement)
                path.Pop();
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && path.TryPeek(out var open))
                open._text += reader.Value;
        }

        return root!; // the reader wants exactly one
    }

    /// <summary>The root where this is it; the others are hung below their parents.</summary>
    private static XmlPart? Enter(XmlReader reader, Stack<XmlPart> path, int before)
    {
        if (path.Count >= MaxDepth)
            throw new XmlException($"More than {MaxDepth} elements stand inside of each other.", null, ((IXmlLineInfo)reader).LineNumber, 0);

        var part = new XmlPart(reader.LocalName, ((IXmlLineInfo)reader).LineNumber + before);
        var isRoot = !path.TryPeek(out var parent);
        parent?._children.Add(part);
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            part._attributes[reader.LocalName] = reader.Value;

        reader.MoveToElement();
        if (!reader.IsEmptyElement)
            path.Push(part);
        return isRoot ? part : null;
    }
}
