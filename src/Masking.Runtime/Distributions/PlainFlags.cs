using Masking.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking;

/// <summary>What independent bits mean, in operations of the tensor library: on any device, of any element type, with gradient.</summary>
internal sealed class PlainFlags : IDisposable
{
    private readonly Tensor? _mask;
    private readonly Tensor _logOne;        // log p(1), 0 where masked
    private readonly Tensor _logZero;       // log p(0), 0 where masked

    public PlainFlags(Tensor logits, Tensor? mask)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor filled = mask is null ? logits : where(mask, logits, zeros_like(logits));
        _mask = mask?.alias();
        _logOne = Legal(nn.functional.logsigmoid(filled));
        _logZero = Legal(nn.functional.logsigmoid(filled.neg()));
        Probs = Legal(filled.sigmoid());
        scope.MoveToOuter(Owned);
    }

    public Tensor Probs { get; }

    private IEnumerable<Tensor> Owned => new[] { _mask, _logOne, _logZero, Probs }.OfType<Tensor>();

    public Tensor Sample(RowUniforms uniforms, int firstLane)
    {
        using DisposeScope scope = NewDisposeScope();
        uint[] words = new uint[Probs.numel()];
        int bits = (int)Probs.size(-1);
        for (int row = 0; row < uniforms.Rows; row++)
        {
            uniforms.OfRow(row, firstLane, words.AsSpan(row * bits, bits));
        }

        double[] perBit = Array.ConvertAll(words, Uniform.Of);

        using Scalar divisor = uniforms.Temperature;
        Tensor probs = uniforms.Temperature == 1 ? Probs : Legal(_logOne.sub(_logZero).div(divisor).sigmoid());
        return tensor(perBit, Probs.shape).to(Probs.device).lt(probs.detach()).to(ScalarType.Int64).MoveToOuterDisposeScope();
    }

    public Tensor Mode()
    {
        using DisposeScope scope = NewDisposeScope();
        return _logOne.detach().gt(_logZero.detach()).to(ScalarType.Int64).MoveToOuterDisposeScope();
    }

    public Tensor LogProb(Tensor actions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor isOne = actions.gt(Scalars.Zero);
        Tensor impossible = actions.lt(Scalars.Zero);
        if (_mask is not null)
        {
            impossible = impossible.logical_or(isOne.logical_and(_mask.logical_not()));
        }

        Tensor logProb = where(isOne, _logOne, _logZero);
        return where(impossible, full_like(logProb, Scalars.NegativeInfinity), logProb).sum(-1).MoveToOuterDisposeScope();
    }

    public Tensor Entropy()
    {
        using DisposeScope scope = NewDisposeScope();
        return Expectation(_logOne, _logZero).sum(-1).neg().MoveToOuterDisposeScope();
    }

    public Tensor KlDivergence(PlainFlags other)
    {
        using DisposeScope scope = NewDisposeScope();
        // A bit that is masked here is 0 for certain, which surprises the other side where it is not masked there.
        Tensor divergence = Expectation(_logOne.sub(other._logOne), _logZero.sub(other._logZero));
        if (other._mask is not null)
        {
            Tensor forbidden = other._mask.logical_not();
            Tensor escapes = _mask is null ? forbidden : forbidden.logical_and(_mask);
            divergence = where(escapes, full_like(divergence, Scalars.PositiveInfinity), divergence);
        }

        return divergence.sum(-1).MoveToOuterDisposeScope();
    }

    public void MoveToOuterDisposeScope(DisposeScope scope) => scope.MoveToOuter(Owned);

    public void Dispose()
    {
        foreach (Tensor tensor in Owned)
        {
            tensor.Dispose();
        }
    }

    private Tensor Expectation(Tensor ifOne, Tensor ifZero) => Probs.mul(ifOne).add(Probs.neg().add(Scalars.One, Scalars.One).mul(ifZero), Scalars.One);

    private Tensor Legal(Tensor perBit) => _mask is null ? perBit : where(_mask, perBit, zeros_like(perBit));
}
