using System.Buffers.Binary;
using System.Security.Cryptography;
using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Remote;

/// <summary>
/// Reports on disk, in their order: a header with how far they have been taken, and records with a checksum each. What does not fit the
/// checksum, and all behind it, is set aside under another name, never thrown away. One thread at a time.
/// </summary>
internal sealed class AccountingSpool : IDisposable
{
    private const int HeaderLength = 16; // the mark, and where the first record begins that is still wanted
    private const int RecordHeader = 4 + 8 + ChecksumLength; // length of the message, Unix time in ms, checksum
    private const int ChecksumLength = 8;
    private const int MaxMessage = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly byte[] _mark = [.. "ADITACC1"u8];

    private readonly string _group;
    private readonly ILogger _logger;
    private FileStream? _file;
    private long _next = HeaderLength;
    private bool _isFull;

    /// <summary>Opens the file where there is one.</summary>
    public AccountingSpool(string path, string group, ILogger logger)
    {
        (Path, _group, _logger) = (path, group, logger);
        if (File.Exists(path))
            Open();
    }

    public string Path { get; }

    /// <summary>How large the file may be.</summary>
    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>What it holds that no server has taken.</summary>
    public long Bytes => _file is null ? 0 : _file.Length - _next;

    /// <summary>How many could not be kept.</summary>
    public long Lost { get; private set; }

    public bool IsEmpty => Bytes == 0;

    /// <summary>Adds one; where there is no room, it is lost and counted, interim ones before others.</summary>
    public void Append(ReadOnlyMemory<byte> message, DateTimeOffset at, bool isInterim)
    {
        try
        {
            if (HasRoom(RecordHeader + message.Length, isInterim ? MaxBytes / 4 * 3 : MaxBytes))
                Write(message.Span, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Lost++;
            RemoteLog.SpoolFailed(_logger, _group, Path, e);
        }
    }

    /// <summary>The oldest.</summary>
    public bool TryPeek(out ReadOnlyMemory<byte> message, out DateTimeOffset at) => TryRead(_next, out message, out at);

    /// <summary>The oldest has been taken.</summary>
    public void Advance()
    {
        if (_file is null || !TryRead(_next, out var message, out _))
            return;

        _next += RecordHeader + message.Length;
        if (_next >= _file.Length)
            Empty();
        WriteNext();
    }

    public void Dispose()
    {
        if (_file is null)
            return;

        var isEmpty = IsEmpty;
        _file.Dispose();
        _file = null;
        if (isEmpty)
            File.Delete(Path);
    }

    private bool HasRoom(int length, long limit)
    {
        if (_file is not null && _file.Length + length > limit && _next > HeaderLength)
            Compact();
        if ((_file?.Length ?? HeaderLength) + length <= limit)
        {
            _isFull = false;
            return true;
        }

        Lost++;
        if (!_isFull)
            RemoteLog.SpoolFull(_logger, new RadiusFailure.SpoolFull().Code, _group, Path);
        _isFull = true;
        return false;
    }

    private void Write(ReadOnlySpan<byte> message, DateTimeOffset at)
    {
        _file ??= Create(Path);
        var record = new byte[RecordHeader + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(record, message.Length);
        BinaryPrimitives.WriteInt64BigEndian(record.AsSpan(4), at.ToUnixTimeMilliseconds());
        message.CopyTo(record.AsSpan(RecordHeader));
        ChecksumOf(record).CopyTo(record.AsSpan(RecordHeader - ChecksumLength));
        RandomAccess.Write(_file.SafeFileHandle, record, _file.Length);
    }

    private bool TryRead(long at, out ReadOnlyMemory<byte> message, out DateTimeOffset time)
    {
        (message, time) = (default, default);
        Span<byte> header = stackalloc byte[RecordHeader];
        if (_file is null || RandomAccess.Read(_file.SafeFileHandle, header, at) < RecordHeader
            || BinaryPrimitives.ReadInt32BigEndian(header) is not (> 0 and <= MaxMessage and var length))
            return false;

        var record = new byte[RecordHeader + length];
        if (RandomAccess.Read(_file.SafeFileHandle, record, at) < record.Length
            || !ChecksumOf(record).AsSpan().SequenceEqual(record.AsSpan(RecordHeader - ChecksumLength, ChecksumLength)))
            return false;

        message = record.AsMemory(RecordHeader);
        time = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(header[4..]), 0, int.MaxValue * 1000L));
        return true;
    }

    /// <summary>Over length, time and message: a disk forgets, nobody forges here.</summary>
    private static byte[] ChecksumOf(ReadOnlySpan<byte> record) =>
        SHA256.HashData([.. record[..(RecordHeader - ChecksumLength)], .. record[RecordHeader..]])[..ChecksumLength];

    private void Open()
    {
        var mark = new byte[HeaderLength];
        _file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var isOurs = RandomAccess.Read(_file.SafeFileHandle, mark, 0) == HeaderLength && mark.AsSpan().StartsWith(_mark);
        _next = isOurs ? BinaryPrimitives.ReadInt64BigEndian(mark.AsSpan(_mark.Length)) : HeaderLength;
        if (isOurs && _next >= HeaderLength && _next <= _file.Length)
            Check();
        else
            SetAside(wholeUntil: HeaderLength, count: 0);
    }

    private void Check()
    {
        var (end, count) = (_next, 0);
        for (; TryRead(end, out var message, out _); count++)
            end += RecordHeader + message.Length;
        if (end < _file!.Length)
            SetAside(end, count);
    }

    /// <summary>A copy of all goes aside; what is whole stays.</summary>
    private void SetAside(long wholeUntil, int count)
    {
        var aside = $"{Path}.damaged-{TimeProvider.System.GetUtcNow():yyyyMMddHHmmssfff}";
        File.Copy(Path, aside);
        RemoteLog.SpoolDamaged(_logger, new RadiusFailure.SpoolDamaged().Code, _group, Path, count, aside);
        _next = Math.Clamp(_next, HeaderLength, wholeUntil);
        _file!.SetLength(wholeUntil);
        RandomAccess.Write(_file.SafeFileHandle, _mark, 0);
        WriteNext();
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!, OwnerOnly | UnixFileMode.UserExecute);
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            UnixCreateMode = OwnerOnly,
            BufferSize = 0,
        });
        var header = new byte[HeaderLength];
        _mark.CopyTo(header, 0);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(_mark.Length), HeaderLength);
        RandomAccess.Write(file.SafeFileHandle, header, 0);
        return file;
    }

    private void Empty()
    {
        _file!.SetLength(HeaderLength);
        _next = HeaderLength;
    }

    private void WriteNext()
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, _next);
        RandomAccess.Write(_file!.SafeFileHandle, place, _mark.Length);
    }

    /// <summary>Moves what is still wanted to a file of its own, which then takes the old one's place.</summary>
    private void Compact()
    {
        var former = _file!;
        var shorter = Create(Path + ".new");
        former.Position = _next;
        shorter.Position = HeaderLength;
        former.CopyTo(shorter);
        shorter.Flush();
        File.Move(Path + ".new", Path, overwrite: true);
        former.Dispose();
        (_file, _next) = (shorter, HeaderLength);
    }
}
