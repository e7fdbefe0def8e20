using System.Net;
using Garnet;
using Garnet.server;
using StackExchange.Redis;

namespace Masking.Orleans.Tests;

/// <summary>A server of the Redis protocol in this process.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly GarnetServer _server;
    private readonly IPEndPoint _address = Addresses.Free();

    public RedisServer()
    {
        // Transactions with conditions, in which Orleans writes, are scripts in Lua.
        _server = new GarnetServer(new GarnetServerOptions
        {
            EndPoints = [_address],
            EnableLua = true,
            LuaTransactionMode = true,
            LuaOptions = new LuaOptions(),
            QuietMode = true,
        });
        _server.Start();
    }

    /// <summary>The table in which a learner enters its address.</summary>
    public ClusterTable Table => ClusterTable.Redis($"{_address}");

    /// <summary>The contents of the table.</summary>
    public async Task<HashEntry[]> Read()
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"{_address}");
        return await connection.GetDatabase().HashGetAllAsync(Key(connection));
    }

    /// <summary>Restores contents of the table.</summary>
    public async Task Write(HashEntry[] contents)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync($"{_address}");
        await connection.GetDatabase().HashSetAsync(Key(connection), contents);
    }

    public void Dispose() => _server.Dispose();

    private RedisKey Key(ConnectionMultiplexer connection) => Assert.Single(connection.GetServer(_address).Keys());
}
