using System.Globalization;
using System.Text.RegularExpressions;

namespace Adit.Server.Tests.Monitoring;

/// <summary>
/// Reads Prometheus' text format, version 0.0.4, as strictly as promtool does: a family's help, type and samples stand together, names and
/// labels are what they may be, nothing comes twice, and histograms add up.
/// </summary>
internal static partial class ExpositionGrammar
{
    /// <summary>The samples by name with labels; throws with the line that breaks a rule.</summary>
    public static Dictionary<string, double> Read(string page)
    {
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var families = new HashSet<string>(StringComparer.Ordinal);
        var (family, type) = ("", "");
        var lines = page[..^1].Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (Help().Match(lines[at]) is { Success: true } help)
            {
                family = help.Groups["name"].Value;
                Assert.True(families.Add(family), $"A second family: {lines[at]}");
                var typed = TypeLine().Match(lines[++at]);
                Assert.True(typed.Success && typed.Groups["name"].Value == family, $"No type of {family}: {lines[at]}");
                type = typed.Groups["type"].Value;
                Assert.Equal(type == "counter", family.EndsWith("_total", StringComparison.Ordinal));
                continue;
            }

            AddSample(samples, lines[at], family, type);
        }

        foreach (var histogram in samples.Keys.Where(name => name.Contains("_bucket{", StringComparison.Ordinal)).Select(WithoutBound).Distinct().ToList())
            CheckHistogram(samples, histogram);
        return samples;
    }

    private static void AddSample(Dictionary<string, double> samples, string line, string family, string type)
    {
        var sample = Sample().Match(line);
        Assert.True(sample.Success, $"No sample: {line}");
        string[] allowed = type == "histogram" ? [family + "_bucket", family + "_sum", family + "_count"] : [family];
        Assert.Contains(sample.Groups["name"].Value, allowed);
        var labels = sample.Groups["label"].Captures.Select(label => label.Value).ToList();
        Assert.Equal(labels.Count, labels.Distinct(StringComparer.Ordinal).Count());
        var value = double.Parse(sample.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        Assert.True(type == "gauge" || value >= 0, $"Less than nothing: {line}");
        Assert.True(samples.TryAdd(line[..line.LastIndexOf(' ')], value), $"Twice: {line}");
    }

    private static void CheckHistogram(Dictionary<string, double> samples, (string Name, string Labels) histogram)
    {
        var buckets = samples.Where(sample => sample.Key.Contains("_bucket{", StringComparison.Ordinal) && WithoutBound(sample.Key) == histogram).ToList();
        Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
        Assert.Contains("le=\"+Inf\"", buckets[^1].Key, StringComparison.Ordinal);
        var labels = histogram.Labels.Length > 0 ? $"{{{histogram.Labels}}}" : "";
        Assert.Equal(buckets[^1].Value, samples[$"{histogram.Name}_count{labels}"]);
        Assert.True(samples.ContainsKey($"{histogram.Name}_sum{labels}"));
    }

    private static (string Name, string Labels) WithoutBound(string bucket)
    {
        var name = bucket[..bucket.IndexOf("_bucket{", StringComparison.Ordinal)];
        return (name, Bound().Replace(bucket[(name.Length + "_bucket{".Length)..^1], ""));
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) ([^\\\n]|\\\\|\\n)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\\n]|\\["\\n])*",?)+(?<!,)\})? (?<value>-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?)$""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex(",?le=\"[^\"]+\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Bound();
}
