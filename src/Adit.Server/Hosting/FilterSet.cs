using System.Net;
using Adit.Linux.Firewall;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>The interface filters in force. A reload replaces them in one transaction of the kernel's. Any thread may call.</summary>
internal sealed class FilterSet : IReloadable, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FilterTable _table;
    private readonly IReadOnlyList<IPEndPoint> _plainHttp;
    private IReadOnlyList<InterfaceFilter> _inForce = [];

    private FilterSet(string name, IReadOnlyList<IPEndPoint> plainHttp) => (_table, _plainHttp) = (new FilterTable(name), plainHttp);

    /// <summary>Puts the first ones in force; what an earlier run has left behind is gone then.</summary>
    /// <param name="name">As for <see cref="FilterTable"/>.</param>
    /// <param name="configuration">The filters, and most of what is served.</param>
    /// <param name="plainHttp">Where plain HTTP is served: less than was wished for, where a port is taken.</param>
    /// <param name="undo">Takes them away again.</param>
    public static FilterSet Create(string name, ServerConfiguration configuration, IReadOnlyList<IPEndPoint> plainHttp, UndoStack undo)
    {
        var set = undo.Keep(new FilterSet(name, plainHttp));
        set.Replace(set.FiltersOf(configuration));
        return set;
    }

    /// <summary>Each rule with what the kernel has counted; throws <see cref="ControlException"/> where somebody has removed the table.</summary>
    public IReadOnlyList<FilterRuleView> List()
    {
        lock (_gate)
        {
            var counts = _table.Count(_inForce) ?? throw new ControlException(ControlFault.Failed, new ProblemView(
                "filters-gone", "Somebody has removed the table of the filters: nothing is filtered.", "Make it anew with 'adit reload'."));
            return [.. _inForce.Zip(counts).SelectMany(pair => ViewsOf(pair.First, pair.Second))];
        }
    }

    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        var former = _inForce;
        Replace(FiltersOf(next));
        return new(new AppliedChange(() => Replace(former)));
    }

    public void Dispose()
    {
        lock (_gate)
            _table.Dispose();
    }

    private List<InterfaceFilter> FiltersOf(ServerConfiguration configuration)
    {
        IPEndPoint[] served = [.. configuration.Listen, .. configuration.PlainSstp.Listen, .. _plainHttp];
        return [.. configuration.Filters.Select(filter => filter.ToFilter(served))];
    }

    private void Replace(IReadOnlyList<InterfaceFilter> filters)
    {
        lock (_gate)
        {
            _table.Replace(filters);
            _inForce = filters;
        }
    }

    private static IEnumerable<FilterRuleView> ViewsOf(InterfaceFilter filter, IReadOnlyList<FilterCount> counts)
    {
        var (exception, rest) = filter.Default is FilterDefault.Drop ? ("permit", "drop") : ("drop", "permit");
        return filter.Entries.Select(entry => (entry.Name, exception)).Append(("everything else", rest)).Zip(counts).Select(pair => new FilterRuleView(
            filter.Interface, Word(filter.Direction), Word(filter.Family), pair.First.Item1, pair.First.Item2, pair.Second.Packets, pair.Second.Bytes));
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
