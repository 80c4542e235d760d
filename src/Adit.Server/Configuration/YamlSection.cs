using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Adit.Server.Configuration;

/// <summary>
/// Reads one mapping of a YAML file strictly: a wrong value and an unknown key are faults with their place, and reading goes on so
/// that all of them are told at once. Every key asked for is noted with what it takes and what it has.
/// </summary>
internal sealed class YamlSection(YamlMappingNode mapping, List<ConfigurationFault> faults, List<KnownKey> keys, string path = "")
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public bool Flag(string key, bool fallback) =>
        Value(key, fallback, "true or false", text => text switch { "true" => true, "false" => false, _ => null }, Lower, KeyShape.Flag, fallback);

    /// <summary>One of an enum's names, in lower case.</summary>
    public T Word<T>(string key, T fallback)
        where T : struct, Enum => Value<T>(key, fallback, string.Join(" or ", Enum.GetValues<T>().Select(Lower)),
            text => Enum.GetValues<T>().Select(word => (T?)word).FirstOrDefault(word => Lower(word!.Value) == text), Lower,
            KeyShape.Word(Enum.GetValues<T>().Select(Lower)));

    public int Number<TOptions>(string key, TOptions defaults, Expression<Func<TOptions, int>> property)
    {
        var setting = Setting<int>.Of(defaults, property);
        var (min, max) = ((int)setting.Range.Minimum, (int)setting.Range.Maximum);
        return Value<int>(key, setting.Default, FormattableString.Invariant($"a number from {min} to {max}"),
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max ? n : null,
            shape: KeyShape.Number(min, max), value: setting.Default);
    }

    public TimeSpan Duration<TOptions>(string key, TOptions defaults, Expression<Func<TOptions, TimeSpan>> property)
    {
        var setting = Setting<TimeSpan>.Of(defaults, property);
        return Duration(key, setting.Default, Durations.Write(setting.Default), setting.MinTime, setting.MaxTime)!.Value;
    }

    public TimeSpan? Duration<TOptions>(string key, TOptions defaults, Expression<Func<TOptions, TimeSpan?>> property)
    {
        var setting = Setting<TimeSpan?>.Of(defaults, property);
        var fallback = setting.Default is { } time ? Durations.Write(time) : "no limit";
        return Duration(key, setting.Default, fallback, setting.MinTime, setting.MaxTime);
    }

    /// <summary>A value that <paramref name="parse"/> reads; null where the text is none.</summary>
    /// <param name="key">Its name in this group.</param>
    /// <param name="fallback">What holds without it.</param>
    /// <param name="expected">Which values, in words.</param>
    /// <param name="parse">Reads its text.</param>
    /// <param name="write">Writes the default as the documentation has it.</param>
    /// <param name="shape">What the schema says; any text where it is null.</param>
    /// <param name="value">The default in JSON; as it is written where it is null.</param>
    public T Value<T>(
        string key, T fallback, string expected, Func<string, T?> parse, Func<T, string>? write = null, JsonObject? shape = null, JsonNode? value = null)
        where T : struct
    {
        var shown = write is null ? $"{fallback}" : write(fallback);
        return Find(key, expected, shown, shape ?? KeyShape.Text, value ?? shown) is { } node
            ? Read(node, key, expected, parse) ?? fallback
            : fallback;
    }

    public string Text(string key, string fallback, string expected, Func<string, bool> isValid) =>
        Find(key, expected, fallback, KeyShape.Text, fallback) is { } node ? ItemOf(node, expected, text => isValid(text) ? text : null) ?? fallback : fallback;

    /// <summary>A list, or one item alone. <paramref name="shown"/> is what the documentation calls the default.</summary>
    public IReadOnlyList<T> List<T>(
        string key, IReadOnlyList<T> fallback, int min, int max, string expected, Func<string, T?> parse, string? shown = null)
        where T : class
    {
        var takes = FormattableString.Invariant($"{min} to {max} of {expected}");
        var value = new JsonArray([.. fallback.Select(item => (JsonNode?)$"{item}")]);
        if (Find(key, takes, shown ?? string.Join(", ", fallback), KeyShape.List(min, max), value) is not { } node)
            return fallback;

        var items = node is YamlSequenceNode sequence ? sequence.Children : [node];
        if (items.Count < min || items.Count > max)
            Fault(node, $"'{key}' takes {takes}");
        return [.. items.Select(item => ItemOf(item, expected, parse)).OfType<T>()];
    }

    /// <summary>
    /// A group of settings; one that is missing or empty has all its defaults. What <paramref name="read"/> asks for is all there may be.
    /// </summary>
    public T Section<T>(string key, T defaults, Func<YamlSection, T, T> read)
    {
        _known.Add(key);
        var node = NodeOf(key);
        if (node is not (null or YamlMappingNode or YamlScalarNode { Value: null or "" }))
            Fault(node, $"'{key}' takes a group of settings");

        var section = new YamlSection(node as YamlMappingNode ?? [], faults, keys, $"{path}{key}.");
        var settings = read(section, defaults);
        section.RejectUnknownKeys();
        return settings;
    }

    /// <summary>A list of groups of settings; none where it is missing. What <paramref name="read"/> asks for is all that each may have.</summary>
    public IReadOnlyList<T> Groups<T>(string key, int max, string expected, Func<YamlSection, T> read)
        where T : class
    {
        var takes = FormattableString.Invariant($"0 to {max} of {expected}");
        if (Find(key, takes, "none", KeyShape.List(0, max, ShapeOf(read)), new JsonArray()) is not { } node)
            return [];

        if (node is not YamlSequenceNode sequence || sequence.Children.Count > max)
        {
            Fault(node, $"'{key}' takes a list of {takes}");
            return [];
        }

        return [.. sequence.Children.Select(item => ReadGroup(item, expected, read)).OfType<T>()];
    }

    /// <summary>Where an item of a list stands, counted from 1; null where the file has none.</summary>
    public (long Line, long Column)? PlaceOf(string key, int item = 0)
    {
        var node = NodeOf(key) is YamlSequenceNode sequence ? sequence.Children.ElementAtOrDefault(item) : NodeOf(key);
        return node is null ? null : (node.Start.Line, node.Start.Column);
    }

    /// <summary>Notes what is wrong with values that stand well alone.</summary>
    public void Report(ConfigurationFault fault) => faults.Add(fault);

    /// <summary>The same at a key of this group, or at the group where the file does not have the key.</summary>
    public void Report(string key, string problem, string nextStep)
    {
        var (line, column) = PlaceOf(key) ?? (mapping.Start.Line, mapping.Start.Column);
        faults.Add(new ConfigurationFault(line, column, problem, nextStep));
    }

    /// <summary>To be called last: whatever was not asked for is a fault.</summary>
    public void RejectUnknownKeys()
    {
        foreach (var key in mapping.Children.Keys)
            if (key is not YamlScalarNode { Value: { } name })
                Fault(key, "a key must be plain text");
            else if (!_known.Contains(name))
                faults.Add(new ConfigurationFault(key.Start.Line, key.Start.Column, $"unknown key '{name}'{NearestKey.Hint(name, _known)}",
                    "Correct the name, or take the line out; 'adit config schema' lists every key."));
    }

    /// <summary>What a group of a list may have: whatever is asked of one that has nothing.</summary>
    private static JsonObject ShapeOf<T>(Func<YamlSection, T> read)
    {
        var known = new List<KnownKey>();
        read(new YamlSection([], [], known));
        return KeyShape.Group(known);
    }

    private T? ReadGroup<T>(YamlNode node, string expected, Func<YamlSection, T> read)
        where T : class
    {
        if (node is not YamlMappingNode group)
        {
            Fault(node, $"expected {expected}");
            return null;
        }

        var section = new YamlSection(group, faults, []);
        var item = read(section);
        section.RejectUnknownKeys();
        return item;
    }

    private static string Lower(bool flag) => flag ? "true" : "false";

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private TimeSpan? Duration(string key, TimeSpan? fallback, string shown, TimeSpan min, TimeSpan max)
    {
        var expected = $"a time from {Durations.Write(min)} to {Durations.Write(max)}";
        var value = fallback is { } known ? Durations.Write(known) : null;
        var time = Find(key, expected, shown, KeyShape.Duration, value) is { } node
            ? Read<TimeSpan>(node, key, $"{expected}, such as 90s or 5m",
                text => Durations.TryParse(text, out var time) && time >= min && time <= max ? time : null)
            : null;
        return time ?? fallback;
    }

    /// <summary>Notes the key, and finds what the file says; null where it says nothing.</summary>
    private YamlNode? Find(string key, string takes, string shown, JsonObject shape, JsonNode? fallback)
    {
        _known.Add(key);
        var node = NodeOf(key);
        keys.Add(new KnownKey(path + key, takes, shown, shape, node is null ? fallback : KeyShape.ValueOf(node, shape))
        {
            Line = node?.Start.Line ?? 0,
            Column = node?.Start.Column ?? 0,
        });
        return node;
    }

    private YamlNode? NodeOf(string key) => mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private T? Read<T>(YamlNode node, string key, string expected, Func<string, T?> parse)
        where T : struct
    {
        if (node is YamlScalarNode { Value: { } text } && parse(text) is { } value)
            return value;

        Fault(node, $"'{key}' takes {expected}");
        return null;
    }

    private T? ItemOf<T>(YamlNode node, string expected, Func<string, T?> parse)
        where T : class
    {
        var value = node is YamlScalarNode { Value: { } text } ? parse(text) : null;
        if (value is null)
            Fault(node, $"expected {expected}");
        return value;
    }

    private void Fault(YamlNode node, string problem) => faults.Add(new ConfigurationFault(node.Start.Line, node.Start.Column, problem));
}
