using System.Text.Json;

namespace Adit.Linux.Firewall;

/// <summary>
/// Interface filters in an nftables table of our own (<c>inet adit_NAME_filters</c>), which is there only while there are filters. One
/// that an earlier run left behind is replaced in the same transaction, or removed. Not for several threads at once.
/// </summary>
public sealed class FilterTable : IDisposable
{
    private readonly string _table;
    private string _script = "";

    /// <summary>The table of this name, from 1 to 32 of a to z, 0 to 9 and underscore. Nothing is made yet.</summary>
    public FilterTable(string name) => _table = $"{NatTable.TableName(name)}_filters";

    /// <summary>
    /// Puts these filters in the place of all there are, in one transaction, with new counters. Where they are in force already, nothing
    /// is done and the counters go on.
    /// </summary>
    /// <exception cref="LinuxException">nft is missing or refused; nothing is changed.</exception>
    public void Replace(IReadOnlyList<InterfaceFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        if (filters.Count == 0)
        {
            Remove();
            return;
        }

        var script = FilterScript.Write(_table, filters);
        if (script == _script && NftProgram.List(_table) is not null)
            return;

        NftProgram.Run($"make the nftables table {_table}", script);
        _script = script;
    }

    /// <summary>What the kernel has counted for these filters, which must be those in force; null where the table is gone.</summary>
    /// <returns>For each filter its entries in their order, and then everything else.</returns>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public IReadOnlyList<IReadOnlyList<FilterCount>>? Count(IReadOnlyList<InterfaceFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        return filters.Count == 0 ? [] : NftProgram.List(_table) is { } json ? Parse(json, filters) : null;
    }

    /// <summary>Removes the table. That somebody else has removed it is no error.</summary>
    public void Dispose()
    {
        if (_script.Length > 0)
            Remove();
    }

    /// <summary>Reads what <c>nft -j list table</c> says (libnftables-json(5)); a counter that is missing is 0.</summary>
    internal static IReadOnlyList<IReadOnlyList<FilterCount>> Parse(string json, IReadOnlyList<InterfaceFilter> filters)
    {
        using var document = JsonDocument.Parse(json);
        var counts = document.RootElement.GetProperty("nftables").EnumerateArray()
            .Where(item => item.TryGetProperty("counter", out _)).Select(item => item.GetProperty("counter"))
            .ToDictionary(counter => counter.GetProperty("name").GetString()!, CountOf, StringComparer.Ordinal);
        return [.. filters.Select((filter, number) => (IReadOnlyList<FilterCount>)[.. Enumerable.Range(0, filter.Entries.Count + 1)
            .Select(entry => counts.GetValueOrDefault(FilterScript.CounterName(number, entry)))])];
    }

    private static FilterCount CountOf(JsonElement counter) =>
        new(counter.GetProperty("packets").GetInt64(), counter.GetProperty("bytes").GetInt64());

    /// <summary>Where nft cannot run, it has made nothing: a machine without filters need not have it.</summary>
    private void Remove()
    {
        try
        {
            NftProgram.Run($"remove the nftables table {_table}", NatTable.Removal(_table));
        }
        catch (LinuxException) when (_script.Length == 0)
        {
        }

        _script = "";
    }
}

/// <summary>What has met an entry of a filter since it was made.</summary>
public readonly record struct FilterCount(long Packets, long Bytes);
