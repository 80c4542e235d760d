namespace Adit.Protocols.Dhcp;

/// <summary>
/// Puts options together from the fields that hold them, in the order options, file, sname (RFC 3396 §5). Its work and its memory are
/// bounded by the message's length.
/// </summary>
internal sealed class DhcpOptionReader
{
    private const byte FileOverloaded = 1;
    private const byte ServerNameOverloaded = 2;

    private readonly List<DhcpOptionCode> _order = [];
    private readonly Dictionary<DhcpOptionCode, List<byte>> _values = [];

    /// <summary>False where an option is longer than its field.</summary>
    public static bool TryRead(ReadOnlySpan<byte> options, ReadOnlySpan<byte> file, ReadOnlySpan<byte> serverName, out DhcpOptionSet read)
    {
        var reader = new DhcpOptionReader();
        read = [];
        if (!reader.TryAdd(options))
            return false;

        var overload = reader._values.GetValueOrDefault(DhcpOptionCode.Overload) is [var fields] ? fields : 0;
        if (((overload & FileOverloaded) != 0 && !reader.TryAdd(file)) || ((overload & ServerNameOverloaded) != 0 && !reader.TryAdd(serverName)))
            return false;

        foreach (var code in reader._order.Where(code => code is not DhcpOptionCode.Overload))
            read.Add(code, reader._values[code].ToArray());
        return true;
    }

    /// <summary>An end that is missing is forgiven, as others do.</summary>
    private bool TryAdd(ReadOnlySpan<byte> field)
    {
        while (!field.IsEmpty && (DhcpOptionCode)field[0] is not DhcpOptionCode.End)
        {
            if ((DhcpOptionCode)field[0] is DhcpOptionCode.Pad)
            {
                field = field[1..];
                continue;
            }

            if (field.Length < 2 || field.Length < 2 + field[1])
                return false;

            ValueOf((DhcpOptionCode)field[0]).AddRange(field.Slice(2, field[1]));
            field = field[(2 + field[1])..];
        }

        return true;
    }

    private List<byte> ValueOf(DhcpOptionCode code)
    {
        if (_values.TryGetValue(code, out var value))
            return value;

        _order.Add(code);
        return _values[code] = [];
    }
}
