using System.Buffers.Binary;
using Masking.Samples.HiddenDanger;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.Samples.Tests;

public sealed class PandaAttentionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("attention-");
    private readonly PandaPolicy _policy;

    public PandaAttentionTests()
    {
        manual_seed(1);
        _policy = new PandaPolicy();
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _policy.Dispose();
    }

    [Fact]
    public void UnderTheMask_TheHiddenHasNoWeightAtAll()
    {
        PandaAttention masked = Attention(isMasked: true);
        PandaAttention unmasked = Attention(isMasked: false);

        Assert.Equal(1, masked.Weights.Sum(), precision: 5);
        Assert.Equal(1, unmasked.Weights.Sum(), precision: 5);
        for (int entity = 0; entity < Board.Entities; entity++)
        {
            bool isSeen = masked.World.Board.Sees(entity);
            Assert.Equal(isSeen, masked.Weights[entity] != 0);
            Assert.True(unmasked.Weights[entity] > 0);
        }
    }

    [Fact]
    public void Measuring_LeavesNoTensorBehind()
    {
        Attention(isMasked: true);
        long before = Tensor.TotalCount;

        Attention(isMasked: true);

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void ThePicture_ShowsBoth()
    {
        string path = Path.Combine(_folder.FullName, "attention.png");

        AttentionPicture.Save(path, Attention(isMasked: true), Attention(isMasked: false));

        byte[] png = File.ReadAllBytes(path);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(
            (1140, 894),
            (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)))
        );
        Assert.InRange(png.Length, 20_000, 300_000);
    }

    private PandaAttention Attention(bool isMasked)
    {
        PandaWorld world = new(isMasked);
        Scene.Play(world);
        return PandaAttention.Measure("the panda", _policy, world);
    }
}
