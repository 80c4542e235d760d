using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

/// <summary>Finds the examples of <c>adit.yaml</c> on a page: blocks that begin with a key the reader knows.</summary>
internal static class DocumentedExamples
{
    private const string Indent = "    ";
    private const string Fence = "```";

    private static readonly HashSet<string> Keys =
        [.. ConfigurationReader.ListKeys().Select(key => key.Path.Split('.')[0] + ":")];

    public static IEnumerable<string> In(string page) => Blocks(File.ReadAllLines(page)).Where(BeginsWithKey);

    private static bool BeginsWithKey(string block) =>
        block.Split('\n').FirstOrDefault(line => line.Length > 0 && line[0] != '#') is { } first && Keys.Contains(first.Split(' ')[0]);

    private static IEnumerable<string> Blocks(string[] lines)
    {
        var block = new List<string>();
        var isFenced = false;
        foreach (var line in lines.Append(""))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
                isFenced = !isFenced;
            else if (isFenced)
                block.Add(line);
            else if (line.StartsWith(Indent, StringComparison.Ordinal))
                block.Add(line[Indent.Length..]);
            if (block.Count > 0 && !isFenced && !line.StartsWith(Indent, StringComparison.Ordinal))
            {
                yield return string.Join('\n', block);
                block.Clear();
            }
        }
    }
}
