using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Adit.Storage.Sqlite;

/// <summary>
/// Writes lists as JSON, and keeps the last: one log-in after another leaves the same facts, and to see that takes less than to write them
/// anew. One thread at a time, as <see cref="SqliteWriter"/>.
/// </summary>
/// <param name="type">How a list is written.</param>
internal sealed class RepeatedJson<T>(JsonTypeInfo<IReadOnlyList<T>> type)
    where T : IEquatable<T>
{
    private IReadOnlyList<T> _list = [];
    private byte[] _json = "[]"u8.ToArray();

    /// <summary>The list in UTF-8; never to be changed.</summary>
    public byte[] Write(IReadOnlyList<T> list)
    {
        if (!IsLast(list))
            (_list, _json) = (list, JsonSerializer.SerializeToUtf8Bytes(list, type));
        return _json;
    }

    private bool IsLast(IReadOnlyList<T> list)
    {
        if (list.Count != _list.Count)
            return false;

        for (var i = 0; i < list.Count; i++)
            if (!list[i].Equals(_list[i]))
                return false;
        return true;
    }
}
