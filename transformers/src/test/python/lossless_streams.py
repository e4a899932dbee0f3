"""Random lossless WebP files (RFC 9649, section 3): whatever the format allows, in any order, which no encoder writes.

Pixels are not chosen but come out: what is written is a valid sequence of symbols, and who decodes it says what they are.
"""

import struct

COPIES, PLACES = 256, 280
ORDER = (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
# Of the lengths of codes: 13 with 4 bits, 6 with 5.
CODE_OF_LENGTHS = [4] * 13 + [5] * 6
NEAREST = sorted(
    ((left, up) for up in range(8) for left in range(-7, 9) if up or left > 0),
    key=lambda near: (near[0] ** 2 + near[1] ** 2, abs(near[0]), -near[0]),
)


class Bits:
    def __init__(self):
        self.written = []

    def put(self, value, count):
        self.written += [value >> i & 1 for i in range(count)]

    def data(self):
        bits = self.written + [0] * (-len(self.written) % 8)
        return bytes(sum(bit << i for i, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits), 8))


class Code:
    """A prefix code of some symbols out of an alphabet."""

    def __init__(self, lengths):
        self.lengths = lengths
        self.symbols = [symbol for symbol, length in enumerate(lengths) if length]
        self.codes, code = {}, 0
        for length in range(1, 16):
            for symbol in self.symbols:
                if lengths[symbol] == length:
                    self.codes[symbol] = [code >> i & 1 for i in reversed(range(length))]
                    code += 1
            code <<= 1
        if len(self.symbols) == 1:
            self.codes = {self.symbols[0]: []}

    @staticmethod
    def random(rng, alphabet, needed=()):
        """Of symbols that hold all that are needed."""
        count = rng.choice((1, 2, 3, 20, alphabet))
        symbols = list(set(needed) | set(rng.sample(range(alphabet), count)))
        rng.shuffle(symbols)
        depths = [0] if len(symbols) > 1 else [rng.randint(1, 15)]
        while len(depths) < len(symbols):
            at = rng.choice((0, len(depths) - 1, rng.randrange(len(depths))))
            if depths[at] < 15:
                depths[at : at + 1] = [depths[at] + 1] * 2
            else:
                depths.insert(0, depths.pop())
        lengths = [0] * alphabet
        for symbol, depth in zip(symbols, depths):
            lengths[symbol] = depth
        return Code(lengths)

    def write(self, bits, rng):
        short = all(symbol < 256 and self.lengths[symbol] == 1 for symbol in self.symbols)
        if short and rng.random() < 0.9:
            self.write_simple(bits)
        else:
            self.write_lengths(bits, rng)

    def write_simple(self, bits):
        first = self.symbols[0]
        bits.put(1, 1)
        bits.put(len(self.symbols) - 1, 1)
        bits.put(int(first > 1), 1)
        bits.put(first, 8 if first > 1 else 1)
        for symbol in self.symbols[1:]:
            bits.put(symbol, 8)

    def write_lengths(self, bits, rng):
        tokens, at, previous = [], 0, 8
        while at < len(self.lengths):
            length, run = self.lengths[at], 1
            while at + run < len(self.lengths) and self.lengths[at + run] == length:
                run += 1
            if length == 0 and run >= 11 and rng.random() < 0.9:
                run = min(run, 138)
                tokens.append((18, run - 11, 7))
            elif length == 0 and run >= 3 and rng.random() < 0.9:
                run = min(run, 10)
                tokens.append((17, run - 3, 3))
            elif length == previous and run >= 3 and rng.random() < 0.9:
                run = min(run, 6)
                tokens.append((16, run - 3, 2))
            else:
                run = 1
                tokens.append((length, 0, 0))
                previous = length or previous
            at += run
        while len(tokens) > 2 and tokens[-1][0] in (0, 17, 18):
            tokens.pop()
        bits.put(0, 1)
        bits.put(15, 4)
        for symbol in ORDER:
            bits.put(CODE_OF_LENGTHS[symbol], 3)
        code = Code(CODE_OF_LENGTHS)
        bits.put(1, 1)
        bits.put(5, 3)
        bits.put(max(len(tokens), 2) - 2, 12)
        for token, extra, count in tokens + [(0, 0, 0)] * (2 - len(tokens)):
            code.put(bits, token)
            bits.put(extra, count)

    def put(self, bits, symbol):
        bits.written += self.codes[symbol]


def parts(symbol, rng):
    """A number of which the first bits are a symbol, from 1 on, with its other bits."""
    if symbol < 4:
        return symbol + 1, 0, 0
    count = symbol - 2 >> 1
    extra = rng.randrange(1 << count)
    return (2 + (symbol & 1) << count) + extra + 1, extra, count


def distance(number, width):
    if number > 120:
        return number - 120
    left, up = NEAREST[number - 1]
    return max(1, up * width + left)


def tiles(side, size):
    return -(-side // (1 << size))


def image(bits, rng, width, height, picture=False):
    cache = rng.choice((0, 0, 1, 4, 11))
    bits.put(int(cache > 0), 1)
    if cache:
        bits.put(cache, 4)
    numbers, size = {}, 20
    if picture:
        meta = rng.random() < 0.5
        bits.put(int(meta), 1)
        if meta:
            size = rng.randint(2, 9)
            bits.put(size - 2, 3)
            numbers = named(bits, rng, tiles(width, size), tiles(height, size))
    greens = PLACES + (1 << cache if cache else 0)
    groups = []
    for _ in range(max(numbers.values(), default=0) + 1):
        literal = rng.randrange(256)
        group = [Code.random(rng, greens, {literal})] + [Code.random(rng, 256) for _ in range(3)]
        group.append(Code.random(rng, 40, {rng.randrange(6)}))
        groups.append(group)
        for code in group:
            code.write(bits, rng)
    at = 0
    while at < width * height:
        tile = at % width >> size, at // width >> size
        at += pixel(bits, rng, groups[numbers.get(tile, 0)], at, width, height)


def named(bits, rng, across, down):
    """An entropy image, literals only, that names some of up to 12 groups."""
    bits.put(0, 1)
    last = rng.randrange(12)
    flat = Code([4] * 16 + [0] * (PLACES - 16))
    none = Code([1] + [0] * 255)
    for code in (flat, none, none, none, Code([1] + [0] * 39)):
        code.write(bits, rng)
    numbers = {}
    for y in range(down):
        for x in range(across):
            numbers[x, y] = rng.randint(0, last)
            flat.put(bits, numbers[x, y])
    return numbers


def pixel(bits, rng, group, at, width, height):
    """Writes what is next; says how many pixels it makes."""
    green, red, blue, alpha, distances = group
    symbol = rng.choice(green.symbols)
    if COPIES <= symbol < PLACES:
        length, extra, count = parts(symbol - COPIES, rng)
        far = rng.choice(distances.symbols)
        number, far_extra, far_count = parts(far, rng)
        if length <= width * height - at and distance(number, width) <= at:
            green.put(bits, symbol)
            bits.put(extra, count)
            distances.put(bits, far)
            bits.put(far_extra, far_count)
            return length
        symbol = min(green.symbols)
    green.put(bits, symbol)
    if symbol < COPIES:
        for code in (red, blue, alpha):
            code.put(bits, rng.choice(code.symbols))
    return 1


def chunk(rng, width, height):
    """The data of a VP8L chunk."""
    bits = Bits()
    bits.put(0x2F, 8)
    bits.put(width - 1, 14)
    bits.put(height - 1, 14)
    bits.put(1, 1)
    bits.put(0, 3)
    stored = width
    for kind in rng.sample(range(4), rng.randint(0, 4)):
        bits.put(1, 1)
        bits.put(kind, 2)
        if kind < 2:
            size = rng.randint(2, 9)
            bits.put(size - 2, 3)
            image(bits, rng, tiles(stored, size), tiles(height, size))
        elif kind == 3:
            colours = rng.choice((1, 2, 3, 4, 5, 16, 17, 100, 256))
            bits.put(colours - 1, 8)
            image(bits, rng, colours, 1)
            stored = tiles(stored, 3 if colours <= 2 else 2 if colours <= 4 else 1 if colours <= 16 else 0)
    bits.put(0, 1)
    image(bits, rng, stored, height, picture=True)
    return bits.data()


def webp(data):
    padded = data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", 12 + len(padded)) + b"WEBPVP8L" + struct.pack("<I", len(data)) + padded
